package org.weir.process;

import org.weir.channel.EndsOnTheirWay;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What tasks of a pool call, serialized once for all of a map. Whoever makes tasks of it at once holds it meanwhile, and so
 * does every task until it is over; when nobody does, ends of pipes that it took along and no worker has received are taken back.
 */
final class PoolFunction {

    final long id;
    final byte[] bytes;
    private final EndsOnTheirWay ends = new EndsOnTheirWay();
    private final AtomicInteger holders = new AtomicInteger(1);

    /**
     * Held by the caller.
     *
     * @param what it is to the user, for messages
     * @throws UnserializableTargetException if it cannot be serialized
     */
    PoolFunction(long id, Object function, String what) {
        this.id = id;
        this.bytes = TargetCodec.encode(function, what, ends);
    }

    void hold() {
        holders.incrementAndGet();
    }

    void letGo() {
        if (holders.decrementAndGet() == 0) {
            ends.recall();
        }
    }
}
