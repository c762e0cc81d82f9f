package org.weir.channel;

import static org.weir.channel.RingMemory.FREE;
import static org.weir.channel.RingMemory.HEAD;
import static org.weir.channel.RingMemory.ITEM_EVENT;
import static org.weir.channel.RingMemory.RETURNED;
import static org.weir.channel.RingMemory.ROOM_EVENT;
import static org.weir.channel.RingMemory.STATE;
import static org.weir.channel.RingMemory.TAIL;
import static org.weir.channel.RingMemory.position;

import org.weir.channel.MessageRing.Claim;
import org.weir.memory.FaultPoint;
import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.Words;

import java.util.ArrayList;
import java.util.List;

/**
 * The frames of a {@link MessageRing} between {@code FREE} and {@code HEAD}: claimed, acknowledged, or to be delivered
 * again, as the state of each says; and what becomes of those whose claimants die. {@link RingQueue} explains the
 * protocol.
 *
 * <p>Used under the head's lock, unless a method says otherwise.
 */
final class ClaimedFrames {

    private static final int PUBLISHED = 0;
    private static final int NOBODY = 0;
    private static final int ACKNOWLEDGED = -1;
    /** Claimed by a process that has died, or not acknowledged by one that lives: to be delivered again, flagged. */
    private static final int AGAIN = 1 << 31;
    /** Claimed in a batch and given back unread. */
    private static final int UNREAD = AGAIN | 1;
    /** Beside the id of the claimant, which is more than 1: delivered, and its file perhaps not deleted yet. */
    private static final int DELIVERED = 1 << 31;
    /** Beside the id of the claimant: it has been delivered before. */
    private static final int SECOND = 1 << 30;

    private static final int CLAIMS_PER_SWEEP = 256;

    private final RingMemory memory;
    private final Members members = Realm.current().members();
    private final int self = members.self().id();
    private int claimsUntilSweep = CLAIMS_PER_SWEEP;

    ClaimedFrames(RingMemory memory) {
        this.memory = memory;
    }

    /** Looks for the dead before every so many claims, of which {@code claims} come now. */
    void sweepSometimes(long base, int claims) {
        claimsUntilSweep -= claims;
        if (claimsUntilSweep <= 0) {
            sweep(base);
        }
    }

    /**
     * Claims a published frame, the one at {@code HEAD}, which is still to be moved over it.
     *
     * @param frame its address
     */
    Claim claim(long frame, int position) {
        return claim(frame, position, self);
    }

    private static Claim claim(long frame, int position, int state) {
        Words.setInt(frame + STATE, state);
        FaultPoint.reached(FaultPoint.RING_TAKE_CLAIMING);
        int header = Words.getInt(frame);
        return new Claim(position, RingMemory.length(header), RingMemory.isFile(header), (state & SECOND) != 0);
    }

    /** Whether frames are to be delivered again. */
    static boolean hasReturned(long base) {
        return Words.getInt(base + RETURNED) > 0;
    }

    /** Claims the first frame that is to be delivered again. */
    Claim claimReturned(long base) {
        int head = position(Words.getLong(base + HEAD));
        for (int at = Words.getInt(base + FREE); at != head; at = memory.behind(base, at)) {
            long frame = memory.frame(base, at);
            int state = Words.getInt(frame + STATE);
            if (isReturned(state)) {
                Claim claim = claim(frame, at, state == AGAIN ? self | SECOND : self);
                Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) - 1);
                return claim;
            }
        }
        throw new IllegalStateException("A queue counts an item that it does not have: something else has written to"
                + " the memory of " + memory.block() + ".");
    }

    private static boolean isReturned(int state) {
        return state == AGAIN || state == UNREAD;
    }

    /** The positions of up to {@code max} frames that are to be delivered again, in order. */
    List<Integer> returned(long base, int max) {
        List<Integer> returned = new ArrayList<>();
        int head = position(Words.getLong(base + HEAD));
        for (int at = Words.getInt(base + FREE); at != head && returned.size() < max; at = memory.behind(base, at)) {
            if (isReturned(Words.getInt(memory.frame(base, at) + STATE))) {
                returned.add(at);
            }
        }
        return returned;
    }

    /** Marks a claimed frame as to be delivered again, flagged if somebody may have read it. */
    static void giveBack(long base, long frame, boolean flagged) {
        Words.setInt(frame + STATE, flagged ? AGAIN : UNREAD);
        Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) + 1);
    }

    /** Marks a claimed frame, which names a file, as delivered: by its claimant alone, without the lock. */
    void deliver(long frame) {
        Words.setIntVolatile(frame + STATE, DELIVERED | self);
    }

    private static boolean isDelivered(int state) {
        return state < 0 && state != ACKNOWLEDGED && !isReturned(state);
    }

    /** Marks a claimed frame as acknowledged: one store, of its claimant alone, without the lock. */
    static void acknowledge(long frame) {
        Words.setIntVolatile(frame + STATE, ACKNOWLEDGED);
    }

    /** Whether a claimed frame is acknowledged, as of some moment: without the lock. */
    static boolean isAcknowledged(long frame) {
        return Words.getIntVolatile(frame + STATE) == ACKNOWLEDGED;
    }

    /** Moves {@code FREE} behind the acknowledged frames and returns it. */
    int reclaim(long base) {
        RingMemory memory = this.memory;
        int free = Words.getInt(base + FREE);
        int head = position(Words.getLong(base + HEAD));
        while (free != head && Words.getIntAcquire(memory.frame(base, free) + STATE) == ACKNOWLEDGED) {
            free = memory.behind(base, free);
        }
        Words.setIntRelease(base + FREE, free);
        return free;
    }

    // ---- deaths

    /** Undoes what a consumer that died under the head's lock had begun. */
    void repair(long base) {
        int tail = position(Words.getLongVolatile(base + TAIL));
        int head = position(Words.getLong(base + HEAD));
        for (int at = head; at != tail; at = memory.behind(base, at)) {
            Words.setInt(memory.frame(base, at) + STATE, PUBLISHED);
        }
        int returned = 0;
        for (int at = Words.getInt(base + FREE); at != head; at = memory.behind(base, at)) {
            returned += isReturned(Words.getInt(memory.frame(base, at) + STATE)) ? 1 : 0;
        }
        Words.setIntVolatile(base + RETURNED, returned);
    }

    /**
     * Looks for frames whose claimant has died, to be delivered again, or, if they were delivered, to delete their files; so
     * does, now and then, who claims.
     */
    void sweep(long base) {
        claimsUntilSweep = CLAIMS_PER_SWEEP;
        int free = reclaim(base);
        int head = position(Words.getLong(base + HEAD));
        int alive = self;
        int dead = NOBODY;
        for (int at = free; at != head; at = memory.behind(base, at)) {
            long frame = memory.frame(base, at);
            int claimant = claimant(Words.getIntVolatile(frame + STATE));
            if (claimant == NOBODY || claimant == alive) {
                continue;
            }
            FaultPoint.reached(FaultPoint.RING_RETURN_LOOKING);
            if (claimant != dead && members.isAlive(claimant)) {
                alive = claimant;
                continue;
            }
            dead = claimant;
            inherit(base, at);
        }
        if (dead != NOBODY) {
            EventCount.signalAll(base + ITEM_EVENT);
            EventCount.signalAll(base + ROOM_EVENT);
        }
    }

    /** What becomes of a frame whose claimant is known to be dead, by what it had written last: that may be its acknowledgement. */
    private void inherit(long base, int at) {
        long frame = memory.frame(base, at);
        int state = Words.getIntVolatile(frame + STATE);
        if (isDelivered(state)) {
            FrameFile.named(memory.content(base, at, FrameFile.NAME_BYTES)).delete();
            acknowledge(frame);
        } else if (claimant(state) != NOBODY) {
            Words.setIntVolatile(frame + STATE, AGAIN);
            FaultPoint.reached(FaultPoint.RING_RETURN_MARKED);
            Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) + 1);
        }
    }

    /** Who has to write to the frame yet. */
    private static int claimant(int state) {
        return state == ACKNOWLEDGED || isReturned(state) ? NOBODY : state & ~(SECOND | DELIVERED);
    }
}
