package org.weir.channel;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One object's use of a {@link MessageRing}, open until it is closed: what those objects have in common of which there is
 * one in each process that has got the handle.
 *
 * <p>Safe for use by several threads.
 */
final class RingUse {

    final MessageRing ring;
    final RingWaits waits;
    private final RingMemory memory;
    private final String noun;
    private final AtomicBoolean freed = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * @param noun what the object is to its user, in messages: "queue"
     * @param maxItems how many items may wait; {@link Integer#MAX_VALUE} for as many as the ring holds
     */
    RingUse(String noun, RingMemory memory, int maxItems) {
        this.noun = noun;
        this.memory = memory;
        this.ring = new MessageRing(memory, maxItems);
        this.waits = new RingWaits(ring, this::requireOpen);
    }

    void requireOpen() {
        if (closed) {
            throw new QueueClosedException("This " + noun + " is closed in this process: " + memory.block() + ".");
        }
    }

    boolean isClosed() {
        return closed;
    }

    void close() {
        closed = true;
    }

    /** Gives the memory back; see {@link RingQueue#free}. */
    void free() {
        if (!closed) {
            throw new IllegalStateException("A " + noun + " is closed before its memory is given back: " + this + ".");
        }
        if (memory.block().isAllocatedHere()) {
            if (!freed.compareAndSet(false, true)) {
                throw new IllegalStateException("The memory of this " + noun + " was given back before.");
            }
            ring.deleteFiles();
        }
        memory.block().free();
    }

    /** Whether a take would probably return, or throw, at once. */
    boolean isReady() {
        return closed || ring.hasItem() || (waits.sweepWhenDue() && ring.hasItem());
    }

    /** How many items wait. */
    int size() {
        requireOpen();
        return ring.size();
    }

    /** About the object, not its items. */
    @Override
    public String toString() {
        return memory.block().kind() + (closed ? "[closed]" : "[" + ring + "]");
    }
}
