package org.weir.results;

/**
 * Which part of a plan a run did. The plan's configurations are dealt out in turn: the one at position {@code p}, from 0,
 * belongs to shard {@code p % count + 1}, so that every one is in exactly one shard, and no shard has two more than
 * another.
 *
 * @param index the shard's number, 1 to {@code count}
 * @param count into how many shards the plan was split; 1 if it was not
 * @param configurations how many configurations the whole plan has
 */
public record Shard(int index, int count, int configurations) {
    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the number lies outside of 1 to {@code count}, or the plan has less than nothing
     */
    public Shard {
        if (index < 1 || index > count || configurations < 0) {
            throw new IllegalArgumentException(
                    "not a shard: " + index + " of " + count + ", of " + configurations + " configurations");
        }
    }

    /** A plan that was not split. */
    public static Shard whole(int configurations) {
        return new Shard(1, 1, configurations);
    }

    /** Whether the plan was split. */
    public boolean split() {
        return count > 1;
    }

    /** Whether the configuration at a position of the plan, from 0, belongs to it. */
    public boolean has(int position) {
        return position % count == index - 1;
    }

    /** As users write it: {@code 2/4}. */
    @Override
    public String toString() {
        return index + "/" + count;
    }
}
