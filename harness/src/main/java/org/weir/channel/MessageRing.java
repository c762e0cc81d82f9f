package org.weir.channel;

import org.weir.memory.FaultPoint;
import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;
import org.weir.sync.RobustMutex.Acquisition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The memory of a {@link RingQueue}, whose documentation explains the protocol: frames, two locks, claims. Nothing here
 * waits; who waits asks again after {@link #announceTaker} or {@link #announceGiver}.
 *
 * <p>Safe for use by several threads and processes.
 */
final class MessageRing {

    /** How much of the ring a frame may take; larger messages go into a file. */
    private static final int LARGEST_PART = 4;

    private static final int TAIL = 0;
    private static final int TAIL_LOCK = 64;
    private static final int FREE = 72;
    private static final int HEAD = 128;
    private static final int HEAD_LOCK = 192;
    private static final int RETURNED = 200;
    private static final int ITEM_EVENT = 256;
    private static final int ROOM_EVENT = 320;
    private static final int DATA = 384;

    /** Of a frame: its length with {@link #IN_FILE}, then its state, then its content, padded to a granule. */
    private static final int HEADER = Long.BYTES;
    private static final int STATE = Integer.BYTES;
    private static final int GRANULE = Long.BYTES;
    private static final int IN_FILE = 1 << 31;

    private static final int PUBLISHED = 0;
    private static final int ACKNOWLEDGED = -1;
    /** Claimed by a process that has died, or not acknowledged by one that lives: to be delivered again, flagged. */
    private static final int AGAIN = 1 << 31;
    /** Claimed in a batch and given back unread. */
    private static final int UNREAD = AGAIN | 1;
    /** Beside the id of the claimant: it has been delivered before. */
    private static final int SECOND = 1 << 30;

    private static final int CLAIMS_PER_SWEEP = 256;

    private final SharedBlock block;
    private final int granules;
    private final int maxItems;
    private final Members members = Realm.current().members();
    private final int self = members.self().id();
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();
    /** What {@link #TAIL} was when it was last looked at; only used while the memory does not move. */
    private volatile long knownTail;
    private int claimsUntilSweep = CLAIMS_PER_SWEEP;

    /**
     * A frame that this process has claimed: it stays in the ring until it is acknowledged or given back.
     *
     * @param position in granules
     * @param isFile whether its content is the name of a file
     * @param isSecond whether it was delivered before
     */
    record Claim(int position, int length, boolean isFile, boolean isSecond) {}

    /**
     * @param capacity of the data in bytes, a power of two
     * @param maxItems how many items may wait
     */
    MessageRing(SharedBlock block, int capacity, int maxItems) {
        this.block = block;
        this.granules = capacity / GRANULE;
        this.maxItems = maxItems;
    }

    static long bytes(int capacity) {
        return DATA + (long) capacity;
    }

    private long base() {
        return block.address();
    }

    int largestFrame() {
        return granules / LARGEST_PART * GRANULE - HEADER;
    }

    // ---- a position in granules and a count of items, both modulo 2^32, in one word that moves both at once

    private static long pack(int position, int count) {
        return (long) position << Integer.SIZE | Integer.toUnsignedLong(count);
    }

    private static int position(long word) {
        return (int) (word >>> Integer.SIZE);
    }

    private static int count(long word) {
        return (int) word;
    }

    private static int granules(int length) {
        return (HEADER + length + GRANULE - 1) / GRANULE;
    }

    private long data(long base, int position) {
        return base + DATA + (long) (position & (granules - 1)) * GRANULE;
    }

    // ---- producers

    /** Publishes a frame; returns false if there is no room for it now. */
    boolean offer(byte[] bytes, int from, int length, boolean isFile) {
        long base = base();
        mutex.acquire(base + TAIL_LOCK);
        try {
            long tail = Words.getLong(base + TAIL);
            if (!hasRoom(base, tail, granules(length))) {
                return false;
            }
            FaultPoint.reached(FaultPoint.RING_PUT_CLAIMED);
            long published = append(base, tail, bytes, from, length, isFile);
            FaultPoint.reached(FaultPoint.RING_PUT_COPIED);
            Words.setLongRelease(base + TAIL, published);
            FaultPoint.reached(FaultPoint.RING_PUT_PUBLISHED);
        } finally {
            mutex.release(base + TAIL_LOCK);
        }
        EventCount.signal(base + ITEM_EVENT, 1);
        return true;
    }

    /** Publishes as many of {@code frames} as there is room for, at once; returns how many, from the first on. */
    int offerAll(List<byte[]> frames) {
        long base = base();
        int done = 0;
        mutex.acquire(base + TAIL_LOCK);
        try {
            long tail = Words.getLong(base + TAIL);
            while (done < frames.size() && hasRoom(base, tail, granules(frames.get(done).length))) {
                byte[] frame = frames.get(done);
                tail = append(base, tail, frame, 0, frame.length, false);
                done++;
            }
            FaultPoint.reached(FaultPoint.RING_PUT_COPIED);
            Words.setLongRelease(base + TAIL, tail);
            FaultPoint.reached(FaultPoint.RING_PUT_PUBLISHED);
        } finally {
            mutex.release(base + TAIL_LOCK);
        }
        if (done > 0) {
            EventCount.signal(base + ITEM_EVENT, done);
        }
        return done;
    }

    private long append(long base, long tail, byte[] bytes, int from, int length, boolean isFile) {
        int position = position(tail);
        Words.setLong(data(base, position), Integer.toUnsignedLong(length | (isFile ? IN_FILE : 0)));
        FaultPoint.reached(FaultPoint.RING_PUT_COPYING);
        int first = Math.min(length, (granules - ((position + 1) & (granules - 1))) * GRANULE);
        Words.copyIn(bytes, from, data(base, position + 1), first);
        if (first < length) {
            Words.copyIn(bytes, from + first, base + DATA, length - first);
        }
        return pack(position + granules(length), count(tail) + 1);
    }

    private boolean hasRoom(long base, long tail, int needed) {
        if (maxItems != Integer.MAX_VALUE && count(tail) - count(Words.getLongVolatile(base + HEAD)) >= maxItems) {
            return false;
        }
        int position = position(tail);
        return needed <= granules - (position - Words.getIntAcquire(base + FREE))
                || needed <= granules - (position - reclaim(base));
    }

    /** Moves {@link #FREE} behind the acknowledged frames and returns it. */
    private int reclaim(long base) {
        acquireHead(base);
        try {
            return reclaimInside(base);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
    }

    private int reclaimInside(long base) {
        int free = Words.getInt(base + FREE);
        int head = position(Words.getLong(base + HEAD));
        while (free != head && Words.getIntAcquire(data(base, free) + STATE) == ACKNOWLEDGED) {
            free += granules(lengthAt(base, free));
        }
        Words.setIntRelease(base + FREE, free);
        return free;
    }

    private int lengthAt(long base, int position) {
        return Words.getInt(data(base, position)) & ~IN_FILE;
    }

    // ---- consumers

    /** Whether a claim would probably succeed. */
    boolean hasItem() {
        long base = base();
        return position(Words.getLongVolatile(base + TAIL)) != position(Words.getLongVolatile(base + HEAD))
                || Words.getIntVolatile(base + RETURNED) != 0;
    }

    /** Whether an offer of a small item would probably succeed. */
    boolean hasRoom() {
        long base = base();
        long tail = Words.getLongVolatile(base + TAIL);
        long head = Words.getLongVolatile(base + HEAD);
        int free = Words.getIntVolatile(base + FREE);
        return count(tail) - count(head) < maxItems && (granules - (position(tail) - free) >= granules / LARGEST_PART
                || (free != position(head) && Words.getIntVolatile(data(base, free) + STATE) == ACKNOWLEDGED));
    }

    /** Claims the next frame, one to be delivered again before all others. */
    Optional<Claim> claim() {
        long base = base();
        Claim claim;
        acquireHead(base);
        try {
            if (--claimsUntilSweep <= 0) {
                sweep(base);
            }
            if (Words.getInt(base + RETURNED) > 0) {
                claim = claimReturned(base);
            } else {
                long head = Words.getLong(base + HEAD);
                if (isEmpty(base, head)) {
                    return Optional.empty();
                }
                claim = claimAt(base, position(head), self);
                Words.setLongRelease(base + HEAD, next(head, claim.length));
            }
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        if (maxItems != Integer.MAX_VALUE) {
            EventCount.signal(base + ROOM_EVENT, 1);
        }
        return Optional.of(claim);
    }

    /** Claims up to {@code max} frames at once. */
    List<Claim> claim(int max) {
        long base = base();
        List<Claim> claims = new ArrayList<>();
        acquireHead(base);
        try {
            claimsUntilSweep -= max;
            if (claimsUntilSweep <= 0) {
                sweep(base);
            }
            while (claims.size() < max && Words.getInt(base + RETURNED) > 0) {
                claims.add(claimReturned(base));
            }
            long head = Words.getLong(base + HEAD);
            while (claims.size() < max && !isEmpty(base, head)) {
                Claim claim = claimAt(base, position(head), self);
                claims.add(claim);
                head = next(head, claim.length);
            }
            Words.setLongRelease(base + HEAD, head);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        if (maxItems != Integer.MAX_VALUE && !claims.isEmpty()) {
            EventCount.signal(base + ROOM_EVENT, claims.size());
        }
        return claims;
    }

    private boolean isEmpty(long base, long head) {
        if (!block.isInScenario() && count(knownTail) - count(head) > 0) {
            return false;
        }
        long tail = Words.getLongAcquire(base + TAIL);
        knownTail = tail;
        return position(tail) == position(head);
    }

    private static long next(long head, int length) {
        return pack(position(head) + granules(length), count(head) + 1);
    }

    private Claim claimAt(long base, int position, int state) {
        long frame = data(base, position);
        Words.setInt(frame + STATE, state);
        FaultPoint.reached(FaultPoint.RING_TAKE_CLAIMING);
        int length = Words.getInt(frame);
        return new Claim(position, length & ~IN_FILE, length < 0, (state & SECOND) != 0);
    }

    private Claim claimReturned(long base) {
        int head = position(Words.getLong(base + HEAD));
        for (int at = Words.getInt(base + FREE); at != head; at += granules(lengthAt(base, at))) {
            int state = Words.getInt(data(base, at) + STATE);
            if (state == AGAIN || state == UNREAD) {
                Claim claim = claimAt(base, at, state == AGAIN ? self | SECOND : self);
                Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) - 1);
                return claim;
            }
        }
        throw new IllegalStateException("A queue counts an item that it does not have: something else has written to"
                + " the memory of " + block + ".");
    }

    /** The content of a claimed frame. */
    byte[] content(Claim claim) {
        return content(base(), claim.position, claim.length);
    }

    private byte[] content(long base, int position, int length) {
        byte[] bytes = new byte[length];
        copyOut(base, position, bytes, length);
        return bytes;
    }

    /** Copies the content of a claimed frame to the beginning of {@code to}. */
    void copyOut(Claim claim, byte[] to) {
        copyOut(base(), claim.position, to, claim.length);
    }

    private void copyOut(long base, int position, byte[] to, int length) {
        int first = Math.min(length, (granules - ((position + 1) & (granules - 1))) * GRANULE);
        Words.copyOut(data(base, position + 1), to, 0, first);
        if (first < length) {
            Words.copyOut(base + DATA, to, first, length - first);
        }
    }

    /** Gives the place of a claimed frame free: it was delivered. */
    void acknowledge(Claim claim) {
        long base = base();
        Words.setIntVolatile(data(base, claim.position) + STATE, ACKNOWLEDGED);
        FaultPoint.reached(FaultPoint.RING_TAKE_ACKNOWLEDGED);
        EventCount.signal(base + ROOM_EVENT, 1);
    }

    /** Puts a claimed frame ahead of the others again, flagged if somebody has read it. */
    void giveBack(Claim claim, boolean wasRead) {
        long base = base();
        acquireHead(base);
        try {
            Words.setInt(data(base, claim.position) + STATE, wasRead || claim.isSecond ? AGAIN : UNREAD);
            Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) + 1);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        EventCount.signal(base + ITEM_EVENT, 1);
    }

    /** The contents of up to {@code max} frames that nobody has claimed, those in files by their names, in order. */
    List<Copy> snapshot(int max) {
        long base = base();
        List<Copy> copies = new ArrayList<>();
        acquireHead(base);
        try {
            int head = position(Words.getLong(base + HEAD));
            for (int at = Words.getInt(base + FREE); at != head; at += granules(lengthAt(base, at))) {
                int state = Words.getInt(data(base, at) + STATE);
                if (copies.size() < max && (state == AGAIN || state == UNREAD)) {
                    copies.add(copy(base, at));
                }
            }
            int tail = position(Words.getLongAcquire(base + TAIL));
            for (int at = head; at != tail && copies.size() < max; at += granules(lengthAt(base, at))) {
                copies.add(copy(base, at));
            }
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        return copies;
    }

    private Copy copy(long base, int position) {
        return new Copy(content(base, position, lengthAt(base, position)), Words.getInt(data(base, position)) < 0);
    }

    /** What a frame that stays in the ring holds. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Copy(byte[] bytes, boolean isFile) {}

    // ---- deaths

    private void acquireHead(long base) {
        if (mutex.acquire(base + HEAD_LOCK) == Acquisition.OWNER_DIED) {
            repair(base);
        }
    }

    /** Undoes what a consumer that died under the head's lock had begun. */
    private void repair(long base) {
        int tail = position(Words.getLongVolatile(base + TAIL));
        int head = position(Words.getLong(base + HEAD));
        for (int at = head; at != tail; at += granules(lengthAt(base, at))) {
            Words.setInt(data(base, at) + STATE, PUBLISHED);
        }
        int returned = 0;
        for (int at = Words.getInt(base + FREE); at != head; at += granules(lengthAt(base, at))) {
            int state = Words.getInt(data(base, at) + STATE);
            returned += state == AGAIN || state == UNREAD ? 1 : 0;
        }
        Words.setIntVolatile(base + RETURNED, returned);
    }

    /** Looks for frames whose claimant has died, to be delivered again. */
    void sweep() {
        long base = base();
        if (Words.getIntVolatile(base + FREE) == position(Words.getLongVolatile(base + HEAD))) {
            return;
        }
        acquireHead(base);
        try {
            sweep(base);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
    }

    private void sweep(long base) {
        claimsUntilSweep = CLAIMS_PER_SWEEP;
        int free = reclaimInside(base);
        int head = position(Words.getLong(base + HEAD));
        int alive = self;
        int dead = 0;
        for (int at = free; at != head; at += granules(lengthAt(base, at))) {
            long frame = data(base, at);
            int state = Words.getIntVolatile(frame + STATE);
            int claimant = state & ~SECOND;
            if (state < 0 || claimant == alive) {
                continue;
            }
            if (claimant != dead && members.isAlive(claimant)) {
                alive = claimant;
                continue;
            }
            dead = claimant;
            Words.setIntVolatile(frame + STATE, AGAIN);
            FaultPoint.reached(FaultPoint.RING_RETURN_MARKED);
            Words.setIntVolatile(base + RETURNED, Words.getInt(base + RETURNED) + 1);
        }
        if (dead != 0) {
            EventCount.signalAll(base + ITEM_EVENT);
            EventCount.signalAll(base + ROOM_EVENT);
        }
    }

    // ---- figures and waiting

    /** How many items wait, those to be delivered again among them. */
    int size() {
        long base = base();
        long head;
        long tail;
        do {
            head = Words.getLongVolatile(base + HEAD);
            tail = Words.getLongVolatile(base + TAIL);
        } while (head != Words.getLongVolatile(base + HEAD));
        return count(tail) - count(head) + Words.getIntVolatile(base + RETURNED);
    }

    int maxItems() {
        return maxItems;
    }

    int announceTaker() {
        return EventCount.announce(base() + ITEM_EVENT);
    }

    boolean awaitItem(int announced, long deadline) {
        return EventCount.await(base() + ITEM_EVENT, announced, deadline);
    }

    int announceGiver() {
        return EventCount.announce(base() + ROOM_EVENT);
    }

    boolean awaitRoom(int announced, long deadline) {
        return EventCount.await(base() + ROOM_EVENT, announced, deadline);
    }

    @Override
    public String toString() {
        return size() + " item(s)" + (maxItems == Integer.MAX_VALUE ? "" : " of " + maxItems) + " in " + block;
    }
}
