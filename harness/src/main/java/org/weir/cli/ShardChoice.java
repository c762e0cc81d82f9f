package org.weir.cli;

import org.weir.outcome.Figures;
import org.weir.results.Shard;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which part of a plan is wanted, before it is known how long the plan is.
 *
 * @param index from 1
 * @param count how many parts there are
 * @param source what says so, for messages
 */
record ShardChoice(int index, int count, String source) {
    /** {@code i/n}, from 1. */
    static final String SHARD = "WEIR_SHARD";
    /** How many shards there are, where the platform gives each a number alone. */
    static final String COUNT = "WEIR_SHARDS";
    /** Kubernetes numbers the pods of an Indexed Job so, from 0. */
    static final String COMPLETION_INDEX = "JOB_COMPLETION_INDEX";

    private static final int MOST = 10_000;
    private static final Pattern FORM = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

    /**
     * What is wanted: the option goes before {@value #SHARD}, and that before {@value #COMPLETION_INDEX} of
     * {@value #COUNT}. A {@value #COMPLETION_INDEX} alone means nothing here, since every pod of an Indexed Job has one.
     *
     * @param option the value of {@code --shard}
     * @param environment of the process; a variable that is empty counts as not set
     * @return empty if all is to be run
     * @throws UsageException if it is no shard
     */
    static Optional<ShardChoice> of(Optional<String> option, Map<String, String> environment) {
        if (option.isPresent()) {
            return Optional.of(parse(option.get(), "--shard"));
        }
        String shard = environment.getOrDefault(SHARD, "");
        if (!shard.isEmpty()) {
            return Optional.of(parse(shard, SHARD));
        }
        String count = environment.getOrDefault(COUNT, "");
        if (count.isEmpty()) {
            return Optional.empty();
        }
        String index = environment.getOrDefault(COMPLETION_INDEX, "");
        if (index.isEmpty()) {
            throw new UsageException(
                    COUNT + " says that there are " + count + " shards, and nothing says which this is;"
                            + " set " + COMPLETION_INDEX + " (from 0; an Indexed Job does), or " + SHARD
                            + "=i/n in place of both");
        }
        String source = COMPLETION_INDEX + "=" + index + " of " + COUNT + "=" + count;
        if (!index.matches("\\d{1,9}") || !count.matches("\\d{1,9}")) {
            throw new UsageException(source + " is no shard: both have to be whole numbers, the first from 0");
        }
        return Optional.of(checked(Integer.parseInt(index) + 1, Integer.parseInt(count), source));
    }

    private static ShardChoice parse(String text, String source) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new UsageException(source + " takes a number and how many there are, such as 2/4; got \"" + text
                    + "\"");
        }
        return checked(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), source + " " + text);
    }

    private static ShardChoice checked(int index, int count, String source) {
        if (count < 1 || count > MOST || index < 1 || index > count) {
            throw new UsageException(source + " is no shard: of n shards, at most " + Figures.count(MOST)
                    + ", the numbers go from 1/n to n/n (" + COMPLETION_INDEX + " from 0 to n-1)");
        }
        return new ShardChoice(index, count, source);
    }

    /** The shard of a plan. */
    Shard of(RunPlan plan) {
        return new Shard(index, count, plan.size());
    }

    /**
     * The seed of a run that is split, if none is given: all its shards have to have the same, and they have the commit in
     * common.
     */
    static long seed(String commit) {
        long seed = 1;
        for (int i = 0; i < commit.length(); i++) {
            seed = seed * 31 + commit.charAt(i);
        }
        return (seed * 0x9E3779B97F4A7C15L) >>> 16;
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
