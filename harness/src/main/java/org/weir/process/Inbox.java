package org.weir.process;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Received frames that nobody has asked for yet. The reader of the socket never blocks on it: it stops reading while
 * the inbox {@link #isFull}, and is told when there is room again, so that the sender is held back.
 */
final class Inbox {

    private static final long CAPACITY = 128L << 20;
    private static final int OVERHEAD = 64;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
    private final Runnable onRoom;
    private long bytes;
    private boolean ended;

    /** @param onRoom called, by the taker, when a full inbox has room again */
    Inbox(Runnable onRoom) {
        this.onRoom = onRoom;
    }

    void add(byte[] frame) {
        lock.lock();
        try {
            frames.add(frame);
            bytes += frame.length + OVERHEAD;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Nothing will be added any more. */
    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isFull() {
        lock.lock();
        try {
            return bytes >= CAPACITY;
        } finally {
            lock.unlock();
        }
    }

    /** Whether every frame was taken and no other will come. */
    boolean isExhausted() {
        lock.lock();
        try {
            return ended && frames.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** The next frame; empty when the time is over, or at once when the inbox is exhausted. */
    Optional<byte[]> poll(long nanos) throws InterruptedException {
        boolean roomAgain;
        byte[] frame;
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (frames.isEmpty()) {
                if (ended || left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
            boolean wasFull = bytes >= CAPACITY;
            frame = frames.remove();
            bytes -= frame.length + OVERHEAD;
            roomAgain = wasFull && bytes < CAPACITY;
        } finally {
            lock.unlock();
        }
        if (roomAgain) {
            onRoom.run();
        }
        return Optional.of(frame);
    }
}
