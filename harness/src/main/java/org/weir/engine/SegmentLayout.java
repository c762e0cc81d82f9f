package org.weir.engine;

/**
 * Where everything lies in the shared segment of a launch. Coordinator and workers compute it from the same numbers, so
 * no address is ever sent.
 *
 * <pre>
 * control lines | a line pair per worker | fate tallies | tallies | texts | records | area of the states
 * </pre>
 *
 * Words that different processes write lie 128 bytes apart, because the adjacent-line prefetcher moves cache lines in
 * pairs.
 *
 * @param base address of the segment, page-aligned
 * @param actors number of actors
 * @param keyWords {@code long}s in the key of an outcome
 */
record SegmentLayout(long base, int actors, int keyWords) {
    /** Distance between words that different processes write. */
    static final int LINE = 128;

    /** The longest stride. */
    static final int MAX_STRIDE = 4096;

    /** Size of the area in which states are laid out. */
    static final long AREA_BYTES = 4L << 20;

    /** Most bytes of a record: eight fields of eight bytes. */
    static final int MAX_RECORD = 64;

    private static final int TALLY_ENTRIES = 1 << 15;
    private static final int FATE_ENTRIES = 1 << 9;
    private static final int PAGE = 4096;

    /** Set by the coordinator when the launch has to end. */
    long stop() {
        return base;
    }

    /** Set by the coordinator when the workers have to give up what they wait for. */
    long abort() {
        return base + LINE;
    }

    /** Whose turn it is to construct. */
    long turn() {
        return base + 2L * LINE;
    }

    /** The {@code System.nanoTime()} at which the actors of a resource sample start. */
    long startNanos() {
        return base + 3L * LINE;
    }

    /** The arm that the leader chose for the coming stride; negative to end. */
    long arm() {
        return base + 4L * LINE;
    }

    /** Arrivals at the futex barrier. */
    long arrivals() {
        return base + 5L * LINE;
    }

    /** Generation of the futex barrier: the futex word. */
    long generation() {
        return base + 6L * LINE;
    }

    /** A line that nobody writes, to pass time by reading. */
    long quiet() {
        return base + 7L * LINE;
    }

    private long worker(int worker) {
        return base + 8L * LINE + worker * 4L * LINE;
    }

    /** The last barrier that a worker arrived at. */
    long phase(int worker) {
        return worker(worker);
    }

    /** The last meeting within a stride that a worker arrived at. */
    long progress(int worker) {
        return worker(worker) + LINE;
    }

    /** Samples that a worker has tallied. */
    long samples(int worker) {
        return worker(worker) + 2L * LINE;
    }

    /** 1 while a worker has been waiting for others for long. */
    long waiting(int worker) {
        return worker(worker) + 2L * LINE + 8;
    }

    /** The phase of the last stride in which an actor threw. */
    long thrownIn(int worker) {
        return worker(worker) + 3L * LINE;
    }

    /** Number of the declared fault that a worker raised against itself, plus one. */
    long selfFault(int worker) {
        return worker(worker) + 3L * LINE + 8;
    }

    private static long align(long value) {
        return (value + PAGE - 1) / PAGE * PAGE;
    }

    private int workers() {
        return actors + 1;
    }

    private long fates(int worker) {
        long start = base + align(8L * LINE + workers() * 4L * LINE);
        return start + worker * align(SharedTally.bytes(FATE_ENTRIES, 1));
    }

    /** Counts of samples in which not every actor returned, by the number of the fate's text. */
    SharedTally fateTally(int worker) {
        return new SharedTally(fates(worker), FATE_ENTRIES, 1);
    }

    private long tallies(int worker) {
        return fates(workers()) + worker * align(SharedTally.bytes(TALLY_ENTRIES, keyWords));
    }

    /** Counts of outcomes by key. */
    SharedTally tally(int worker) {
        return new SharedTally(tallies(worker), TALLY_ENTRIES, keyWords);
    }

    private long texts(int worker) {
        return tallies(workers()) + worker * TextTable.BYTES;
    }

    /** Texts of a worker. */
    TextTable textTable(int worker) {
        return new TextTable(texts(worker));
    }

    /** Result records of a worker. */
    long records(int worker) {
        return texts(workers()) + (long) worker * MAX_STRIDE * MAX_RECORD;
    }

    /** Per sample of the stride, the number of the text of what a worker's actor threw; 0 if it returned. */
    long thrown(int worker) {
        return records(workers()) + (long) worker * MAX_STRIDE * Integer.BYTES;
    }

    /** What a worker did in a sample of a resource scenario. */
    EventLog events(int worker) {
        return new EventLog(base + align(thrown(workers()) - base) + worker * EventLog.BYTES);
    }

    /** Where the states are laid out. */
    long area() {
        return base + align(align(thrown(workers()) - base) + workers() * EventLog.BYTES);
    }

    /** Size of the whole. */
    long bytes() {
        return area() + AREA_BYTES - base;
    }
}
