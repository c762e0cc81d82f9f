package org.weir.process;

import org.weir.channel.EndsOnTheirWay;

import java.util.List;

/** One call, or one chunk of a map, on its way through a pool. */
final class PoolTask {

    final long id;
    final PoolFunction function;
    final byte[] arguments;
    private final EndsOnTheirWay ends;
    private final Receiver receiver;
    private volatile boolean abandoned;
    /** When it was found to be running, by {@link System#nanoTime()}; 0 before. Belongs to the pool's clock. */
    long runningSince;

    /** Who awaits the outcome; told exactly once, on a thread of the pool. */
    interface Receiver {
        void done(List<?> results);

        void failed(Throwable thrown);
    }

    /** What is called, serialized once for all tasks of a map. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record PoolFunction(long id, byte[] bytes) {}

    /** @param ends the ends of pipes that travel with it: if no worker has received them, nobody will when it is over */
    PoolTask(long id, PoolFunction function, byte[] arguments, EndsOnTheirWay ends, Receiver receiver) {
        this.id = id;
        this.function = function;
        this.arguments = arguments;
        this.ends = ends;
        this.receiver = receiver;
    }

    /** Nobody waits for it any more; it is not begun if it has not been. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void done(List<?> results) {
        ends.recall();
        receiver.done(results);
    }

    void failed(Throwable thrown) {
        ends.recall();
        receiver.failed(thrown);
    }

    /** It was abandoned, and will not be begun. */
    void dropped() {
        ends.recall();
    }

    int size() {
        return arguments.length + function.bytes.length;
    }
}
