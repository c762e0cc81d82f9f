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
    private boolean over;
    /** Whether it waits in the pool's queue. Belongs to the pool's scheduler, under its lock. */
    boolean queued;
    /** When it was found to be running, by {@link System#nanoTime()}; 0 before. Belongs to the pool's clock. */
    long runningSince;

    /** Who awaits the outcome; told exactly once, on a thread of the pool. */
    interface Receiver {
        void done(List<?> results);

        void failed(Throwable thrown);
    }

    /** @param ends the ends of pipes in its arguments: those that no worker has received are taken back when it is over */
    PoolTask(long id, PoolFunction function, byte[] arguments, EndsOnTheirWay ends, Receiver receiver) {
        this.id = id;
        this.function = function;
        this.arguments = arguments;
        this.ends = ends;
        this.receiver = receiver;
        function.hold();
    }

    /** Nobody waits for it any more; it is not begun if it has not been. */
    void abandon() {
        abandoned = true;
    }

    boolean isAbandoned() {
        return abandoned;
    }

    void done(List<?> results) {
        end();
        receiver.done(results);
    }

    void failed(Throwable thrown) {
        end();
        receiver.failed(thrown);
    }

    /** It will not be begun, and nobody waits for it. */
    void dropped() {
        end();
    }

    private synchronized void end() {
        if (!over) {
            over = true;
            ends.recall();
            function.letGo();
        }
    }

    int size() {
        return arguments.length + function.bytes.length;
    }
}
