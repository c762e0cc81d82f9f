package org.weir.process;

import java.nio.ByteBuffer;

/**
 * What a pool and its workers say to each other: a kind, the number of a task, a number that depends on the kind, the
 * length of a first part, that part, and the rest.
 *
 * @param number of {@link #RUN}: the function's; of {@link #DONE}: for how many nanoseconds it ran
 * @param first of {@link #RUN}: the function, unless the worker has it
 */
@SuppressWarnings("ArrayRecordComponent") // made for one message
record PoolFrame(byte kind, long task, long number, byte[] first, byte[] rest) {

    /** To a worker: a task. */
    static final byte RUN = 1;
    /** To a worker: end. */
    static final byte STOP = 2;
    /** Of a worker: it is ready for tasks. */
    static final byte READY = 3;
    /** Of a worker: the initializer threw. */
    static final byte UNFIT = 4;
    /** Of a worker: the results of a task. */
    static final byte DONE = 5;
    /** Of a worker: a task threw. */
    static final byte FAILED = 6;
    /** Of a worker: it gives back a task that it has not begun. */
    static final byte RETURNED = 7;

    private static final byte[] NOTHING = {};
    private static final int HEADER = 1 + Long.BYTES + Long.BYTES + Integer.BYTES;

    static PoolFrame of(byte kind, long task) {
        return new PoolFrame(kind, task, 0, NOTHING, NOTHING);
    }

    byte[] encode() {
        return ByteBuffer.allocate(HEADER + first.length + rest.length)
                .put(kind)
                .putLong(task)
                .putLong(number)
                .putInt(first.length)
                .put(first)
                .put(rest)
                .array();
    }

    static PoolFrame decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        byte kind = in.get();
        long task = in.getLong();
        long number = in.getLong();
        byte[] first = new byte[in.getInt()];
        in.get(first);
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return new PoolFrame(kind, task, number, first, rest);
    }
}
