package org.weir.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Decides how the strides of a memory launch are run, so that rare outcomes turn up often.
 *
 * <p>
 * Two actors that sweep over a stride collide only where they happen to be at the same sample at the same time. Left to
 * drift that is a matter of luck, and differs a hundredfold between launches. There are things that bring actors
 * together: the layout of the cells, the length of the stride, a meeting every few samples after which the last to come,
 * who knows a cache-line transfer earlier than the others that all are there, holds back for as long as that transfer
 * takes. How long is not known, and depends on the scenario, the machine and what the compiler made of the code. So each
 * combination is an <em>arm</em> of a bandit, whose reward is what is wanted: outcomes seen per second, each weighted by
 * the square of its rarity so far. It knows nothing of what the outcomes mean.
 *
 * <p>
 * Arms are of two kinds. <em>Raw</em> arms run at full speed, and get a fixed share of the time, because a number of
 * samples is a bound for what was never seen. <em>Hunting</em> arms get the rest. Within a kind the best arm so far is
 * taken, one time in twenty a random one. The leader decides, by its own share of the tallies, every
 * {@value #SLICE_NANOS} nanoseconds.
 *
 * <p>
 * Every sample counts the same in the tally, whichever arm took it: a rate is one of this mixture, which is why the
 * launches' rates are shown beside the pooled one.
 */
final class Steering {
    /**
     * How a stride is run.
     *
     * @param hunting whether the arm exists for collisions rather than for numbers
     * @param layout number of the layout
     * @param stride samples in the stride
     * @param window samples between meetings; 0 for none
     * @param delay reads of a quiet line that the last to come to a meeting waits for
     */
    record Arm(boolean hunting, int layout, int stride, int window, int delay) {}

    static final long SLICE_NANOS = 400_000;

    /** For states that cannot be moved from sample to sample. */
    static final Arm ONE_BY_ONE = new Arm(false, 0, 1, 0, 0);

    private static final double RAW_SHARE = 0.65;
    private static final int EXPLORE_ONE_IN = 20;
    private static final int TRIES_FIRST = 3;
    private static final double NEAR_BEST_RATE = 0.85;
    private static final double LEARNING = 0.1;
    private static final int[] STRIDES = {512, 1024, 4096};
    private static final int[] DELAYS = {60, 110, 180, 300};

    private final List<Arm> arms;
    private final SharedTally tally;
    private final RandomGenerator random;
    private final double[] score;
    private final double[] rate;
    private final long[] tries;
    private long rawNanos;
    private long huntNanos;
    private long[] counts = new long[64];
    private long[] before = new long[64];

    Steering(List<Arm> arms, SharedTally tally, RandomGenerator random) {
        this.arms = arms;
        this.tally = tally;
        this.random = random;
        this.score = new double[arms.size()];
        this.rate = new double[arms.size()];
        this.tries = new long[arms.size()];
    }

    /**
     * The arms for a launch; the same in every worker.
     *
     * @param layouts the state's layouts, packed first
     * @param actors number of actors
     * @param spin whether there is a CPU for each actor; if not, meetings would only cost
     */
    static List<Arm> arms(List<StateLayout> layouts, int actors, boolean spin) {
        List<Arm> arms = new ArrayList<>();
        for (int stride : STRIDES) {
            add(arms, layouts, false, 0, stride, 0, 0);
        }
        if (actors < 2 || !spin) {
            return arms.stream().distinct().toList();
        }
        Map<StateLayout.Kind, Integer> numbers = new EnumMap<>(StateLayout.Kind.class);
        for (int i = 0; i < layouts.size(); i++) {
            numbers.put(layouts.get(i).kind(), i);
        }
        Integer column = numbers.get(StateLayout.Kind.COLUMN);
        if (column != null) {
            for (int stride : STRIDES) {
                add(arms, layouts, true, column, stride, 0, 0);
            }
            add(arms, layouts, true, column, 1024, 32, 110);
        }
        int meeting = numbers.getOrDefault(StateLayout.Kind.SPREAD, 0);
        for (int delay : DELAYS) {
            add(arms, layouts, true, meeting, 256, 1, delay);
            add(arms, layouts, true, meeting, 256, 8, delay);
            add(arms, layouts, true, meeting, 1024, 32, delay);
        }
        add(arms, layouts, true, meeting, 1024, 0, 0);
        add(arms, layouts, true, 0, 256, 8, 110);
        add(arms, layouts, true, 0, 4096, 0, 0);
        return arms.stream().distinct().toList();
    }

    private static void add(List<Arm> arms, List<StateLayout> layouts, boolean hunting, int layout, int stride,
            int window, int delay) {
        int fits = Math.min(stride, layouts.get(layout).maxStride());
        arms.add(new Arm(hunting, layout, fits, window, delay));
    }

    /** The arm for the next slice. */
    int choose() {
        boolean hunt = huntNanos * RAW_SHARE < rawNanos * (1 - RAW_SHARE);
        double fastest = 0;
        boolean any = false;
        for (int i = 0; i < arms.size(); i++) {
            if (arms.get(i).hunting() == hunt) {
                any = true;
                if (tries[i] < TRIES_FIRST) {
                    return i;
                }
                fastest = Math.max(fastest, rate[i]);
            }
        }
        if (!any) {
            hunt = !hunt;
        }
        boolean explore = random.nextInt(EXPLORE_ONE_IN) == 0;
        int start = random.nextInt(arms.size());
        int best = -1;
        for (int j = 0; j < arms.size(); j++) {
            int i = (start + j) % arms.size();
            if (arms.get(i).hunting() != hunt) {
                continue;
            }
            if (explore) {
                return i;
            }
            boolean fastEnough = hunt || rate[i] >= NEAR_BEST_RATE * fastest;
            if (fastEnough && (best < 0 || score[i] > score[best])) {
                best = i;
            }
        }
        return best;
    }

    /** Takes in what the last slice brought. */
    void learn(int arm, long samples, long nanos) {
        tries[arm]++;
        if (arms.get(arm).hunting()) {
            huntNanos += nanos;
        } else {
            rawNanos += nanos;
        }
        double weight = Math.max(LEARNING, 1.0 / tries[arm]);
        score[arm] += weight * (reward() / nanos - score[arm]);
        rate[arm] += weight * ((double) samples / nanos - rate[arm]);
    }

    private double reward() {
        int used = tally.used();
        if (used > counts.length) {
            counts = Arrays.copyOf(counts, used * 2);
            before = Arrays.copyOf(before, used * 2);
        }
        long rarest = Long.MAX_VALUE;
        for (int i = 0; i < used; i++) {
            counts[i] = tally.countOf(i);
            rarest = Math.min(rarest, counts[i]);
        }
        double reward = 0;
        for (int i = 0; i < used; i++) {
            double rarity = (double) rarest / counts[i];
            reward += (counts[i] - before[i]) * rarity * rarity;
            before[i] = counts[i];
        }
        return reward;
    }
}
