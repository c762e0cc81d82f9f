package org.weir.results;

import java.util.List;

/**
 * What the engine recorded besides counts.
 *
 * @param faults how often each declared fault was done, in order of declaration
 * @param discoveries how the number of distinct outcomes grew
 * @param witnesses single samples, in order of the outcomes' first appearance; at most one an outcome
 */
public record Evidence(List<FaultCount> faults, List<Discovery> discoveries, List<Witness> witnesses) {
    /** Nothing was recorded. */
    public static final Evidence NONE = new Evidence(List.of(), List.of(), List.of());

    /** Copies the lists. */
    public Evidence {
        faults = List.copyOf(faults);
        discoveries = List.copyOf(discoveries);
        witnesses = List.copyOf(witnesses);
    }

    /**
     * How often a fault was done.
     *
     * @param kind {@code KILL}, {@code TERM} or {@code STOP}
     * @param actor name of the actor it is done to
     * @param point the point at which it is done; empty for a random moment
     * @param due samples in which it was to be done
     * @param done samples in which it was
     */
    public record FaultCount(String kind, String actor, String point, long due, long done) {}

    /**
     * The number of distinct outcomes that had been seen by some time.
     *
     * @param samples samples counted by then, over all launches
     * @param distinct distinct outcomes among them
     */
    public record Discovery(long samples, int distinct) {}
}
