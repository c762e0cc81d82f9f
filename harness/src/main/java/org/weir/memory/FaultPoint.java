package org.weir.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The critical instants of Weir's own primitives, by name: the places in a lock, a queue, a barrier at which a death hurts
 * most. Declared as the point of a fault, {@code @Fault(kind = FaultKind.KILL, actor = "producer", point =
 * FaultPoint.RING_PUT_COPIED)}, such an instant is where the actor's process is killed, stopped or terminated, the first
 * time that it gets there in the sample. The promises of each primitive hold at every one of them.
 *
 * <p><b>Cost.</b> As long as nobody listens, a point is one read of a static field and a branch that is never taken. In an
 * interleaved run of both on two cores of an x86-64 virtual machine (JDK 25, C2), a {@code ProcessLock} taken and given
 * back, the shortest path with points, took 5.11 ns with them and 5.14 ns without (best of six launches each; medians 5.18
 * and 5.17): no difference that can be measured.
 *
 * <p>A process may come to a point of a primitive that it uses without knowing, as a condition uses a lock; what lies
 * behind {@code state.} is shared by all that are larger than a word.
 */
public final class FaultPoint {

    /** A lock: the caller owns it, and does not know yet. */
    public static final String LOCK_ACQUIRED = "lock.acquired";

    /** A lock: its owner is about to give it back. */
    public static final String LOCK_RELEASING = "lock.releasing";

    /** A lock: it is given back, and nobody was woken yet of those that may sleep; only if some may. */
    public static final String LOCK_RELEASED = "lock.released";

    /** A fair or read-write lock: a waiter was handed it, and has not taken note. */
    public static final String LOCK_GRANTED = "lock.granted";

    /**
     * What lies in more than one word (fair locks, semaphores, conditions, barriers): some words of a change are
     * written, and others are not.
     */
    public static final String STATE_CHANGING = "state.changing";

    /** The same: all words of a change are written, and it can still be undone. */
    public static final String STATE_CHANGED = "state.changed";

    /** The same: the change is final, and the short lock that guards it still held. */
    public static final String STATE_COMMITTED = "state.committed";

    /** A barrier: the party counts as arrived, and has neither gone to sleep nor let the others go. */
    public static final String BARRIER_ARRIVED = "barrier.arrived";

    /** A barrier: the last party has run the action, and not let the others go. */
    public static final String BARRIER_RELEASING = "barrier.releasing";

    /** A barrier: the generation has ended, and nobody was woken yet. */
    public static final String BARRIER_RELEASED = "barrier.released";

    /** A semaphore: the permit is taken, and the caller does not know yet. */
    public static final String SEMAPHORE_TAKEN = "semaphore.taken";

    /** A semaphore: permits were added, and nobody was woken yet; only if somebody may sleep. */
    public static final String SEMAPHORE_RELEASED = "semaphore.released";

    /** A condition: the waiter is in the queue, and still holds the lock. */
    public static final String CONDITION_ENQUEUED = "condition.enqueued";

    /** A condition: the waiter has given the lock back, and does not sleep yet. */
    public static final String CONDITION_WAITING = "condition.waiting";

    /** A condition: a waiter has its signal, and not yet the lock again. */
    public static final String CONDITION_SIGNALLED = "condition.signalled";

    /** A condition: a waiter was given the signal, and was not woken yet. */
    public static final String CONDITION_SIGNALLING = "condition.signalling";

    /** An event: it is set, and nobody was woken yet. */
    public static final String EVENT_SET = "event.set";

    /** {@code RingQueue}: a producer holds the tail and has room, and has written nothing. */
    public static final String RING_PUT_CLAIMED = "ring.put.claimed";

    /** {@code RingQueue}: a producer has written the length of its item, and not the item. */
    public static final String RING_PUT_COPYING = "ring.put.copying";

    /** {@code RingQueue}: a producer has written its item, and not published it. */
    public static final String RING_PUT_COPIED = "ring.put.copied";

    /** {@code RingQueue}: the file of an item too large for the ring has its name, and the item is not published. */
    public static final String RING_PUT_NAMED = "ring.put.named";

    /** {@code RingQueue}: an item is published; its producer holds the tail, and has woken nobody. */
    public static final String RING_PUT_PUBLISHED = "ring.put.published";

    /** {@code RingQueue}: a consumer has written its name into an item, and the head does not show it. */
    public static final String RING_TAKE_CLAIMING = "ring.take.claiming";

    /** {@code RingQueue}: a consumer has claimed an item, and not read it. */
    public static final String RING_TAKE_CLAIMED = "ring.take.claimed";

    /** {@code RingQueue}: a consumer has read its item, and not acknowledged it. */
    public static final String RING_TAKE_DECODED = "ring.take.decoded";

    /** {@code RingQueue}: an item too large for the ring is its consumer's own, and its file not deleted. */
    public static final String RING_TAKE_DELIVERED = "ring.take.delivered";

    /** {@code RingQueue}: an item is acknowledged, and nobody was told that there is room. */
    public static final String RING_TAKE_ACKNOWLEDGED = "ring.take.acknowledged";

    /** {@code RingQueue}: somebody asks whether the claimant of an item lives. */
    public static final String RING_RETURN_LOOKING = "ring.return.looking";

    /** {@code RingQueue}: an item of a dead consumer is marked for another delivery, and not counted. */
    public static final String RING_RETURN_MARKED = "ring.return.marked";

    /** {@code Pipe}: a message is copied, and not published. */
    public static final String PIPE_SEND_COPIED = "pipe.send.copied";

    /** {@code Pipe}: a part of a message that is larger than the ring is published. */
    public static final String PIPE_SEND_STREAMING = "pipe.send.streaming";

    /** {@code Pipe}: a message is copied out, and still in the ring. */
    public static final String PIPE_RECEIVE_COPIED = "pipe.receive.copied";

    /** {@code SimpleQueue}, {@code FeederQueue}: the writers' lock is held, and nothing written. */
    public static final String PIPE_QUEUE_PUT_LOCKED = "pipe-queue.put.locked";

    /** The same, and {@code Pipe.raw()}: a part of an item of more than 4092 bytes is in the kernel's pipe. */
    public static final String KERNEL_PIPE_WRITE_HALF = "kernel-pipe.write.half";

    /** The same: the readers' lock is held, and nothing read. */
    public static final String PIPE_QUEUE_TAKE_LOCKED = "pipe-queue.take.locked";

    /** The same, and {@code Pipe.raw()}: the length of an item was read, and not all of the item. */
    public static final String KERNEL_PIPE_READ_HALF = "kernel-pipe.read.half";

    /** {@code FeederQueue}: the feeder has an item that was put, and has not begun to write it. */
    public static final String FEEDER_WRITING = "feeder.writing";

    private static final List<Consumer<? super String>> NOBODY = List.of();

    /** Plain, so that a point costs a read; whoever listens has begun before the threads that it listens to come by. */
    private static List<Consumer<? super String>> listeners = NOBODY;

    private FaultPoint() {}

    /** An installed listener. */
    @FunctionalInterface
    public interface Installation extends AutoCloseable {
        /** Removes the listener; harmless if it is gone already. */
        @Override
        void close();
    }

    /**
     * Tells {@code listener} of every point that a thread of this JVM reaches, on that thread, before its code goes on; also
     * of those that other parts of Weir come by. It may itself use what has points.
     *
     * @return closing it removes the listener
     */
    public static Installation install(Consumer<? super String> listener) {
        Objects.requireNonNull(listener, "listener");
        synchronized (FaultPoint.class) {
            List<Consumer<? super String>> more = new ArrayList<>(listeners);
            more.add(listener);
            listeners = List.copyOf(more);
        }
        return () -> remove(listener);
    }

    private static synchronized void remove(Consumer<? super String> listener) {
        List<Consumer<? super String>> fewer = new ArrayList<>(listeners);
        fewer.remove(listener);
        listeners = fewer.isEmpty() ? NOBODY : List.copyOf(fewer);
    }

    /** For the primitives of Weir: this thread is at {@code point}. */
    public static void reached(String point) {
        List<Consumer<? super String>> told = listeners;
        if (told != NOBODY) {
            tell(told, point);
        }
    }

    private static void tell(List<Consumer<? super String>> told, String point) {
        for (Consumer<? super String> listener : told) {
            listener.accept(point);
        }
    }
}
