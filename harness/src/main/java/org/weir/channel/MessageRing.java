package org.weir.channel;

import static org.weir.channel.RingMemory.FREE;
import static org.weir.channel.RingMemory.HEAD;
import static org.weir.channel.RingMemory.HEAD_LOCK;
import static org.weir.channel.RingMemory.ITEM_EVENT;
import static org.weir.channel.RingMemory.RETURNED;
import static org.weir.channel.RingMemory.ROOM_EVENT;
import static org.weir.channel.RingMemory.SEEN_TAIL;
import static org.weir.channel.RingMemory.TAIL;
import static org.weir.channel.RingMemory.TAIL_LOCK;
import static org.weir.channel.RingMemory.count;
import static org.weir.channel.RingMemory.position;

import org.jspecify.annotations.Nullable;
import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.sync.RobustMutex;
import org.weir.sync.RobustMutex.Acquisition;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A ring of frames between processes, what is under a {@link RingQueue}, whose documentation explains the protocol:
 * frames, two locks, claims. Nothing here waits; who waits asks again after {@link #announceTaker} or {@link #announceGiver}.
 *
 * <p>Safe for use by several threads and processes.
 */
final class MessageRing {

    private final SharedBlock block;
    private final RingMemory memory;
    private final int granules;
    private final int largestFrame;
    private final int maxItems;
    private final ClaimedFrames claimed;
    private final RingFiles files;
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();

    /**
     * A frame that this process has claimed: it stays in the ring until it is acknowledged or given back.
     *
     * @param position in granules
     * @param isFile whether its content is the name of a file
     * @param isSecond whether it was delivered before
     */
    record Claim(int position, int length, boolean isFile, boolean isSecond) {}

    /** @param maxItems how many items may wait */
    MessageRing(RingMemory memory, int maxItems) {
        this.block = memory.block();
        this.memory = memory;
        this.granules = memory.granules();
        this.largestFrame = memory.largestFrame();
        this.maxItems = maxItems;
        this.claimed = new ClaimedFrames(memory);
        this.files = new RingFiles(memory);
    }

    private long base() {
        return block.address();
    }

    int largestFrame() {
        return largestFrame;
    }

    // ---- producers

    /** Publishes a frame; returns false if there is no room for it now. */
    boolean offer(byte[] bytes, int from, int length) {
        return publish(bytes, from, length, null);
    }

    /** Gives a file that was written its name and publishes it; returns false if there is no room for that now. */
    boolean offer(FrameFile file) {
        return publish(file.name(), 0, FrameFile.NAME_BYTES, file);
    }

    private boolean publish(byte[] bytes, int from, int length, @Nullable FrameFile file) {
        RingMemory memory = this.memory;
        long base = base();
        acquireTail(base);
        try {
            long tail = Words.getLong(base + TAIL);
            if (!hasRoom(base, tail, RingMemory.granules(length))) {
                return false;
            }
            FaultPoint.reached(FaultPoint.RING_PUT_CLAIMED);
            long published = memory.append(base, tail, bytes, from, length, file != null);
            FaultPoint.reached(FaultPoint.RING_PUT_COPIED);
            if (file != null) {
                file.giveName();
                FaultPoint.reached(FaultPoint.RING_PUT_NAMED);
            }
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
        RingMemory memory = this.memory;
        long base = base();
        int done = 0;
        acquireTail(base);
        try {
            long tail = Words.getLong(base + TAIL);
            while (done < frames.size() && hasRoom(base, tail, RingMemory.granules(frames.get(done).length))) {
                byte[] frame = frames.get(done);
                tail = memory.append(base, tail, frame, 0, frame.length, false);
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

    private boolean hasRoom(long base, long tail, int needed) {
        if (maxItems != Integer.MAX_VALUE && count(tail) - count(Words.getLongVolatile(base + HEAD)) >= maxItems) {
            return false;
        }
        int position = position(tail);
        return needed <= granules - (position - Words.getIntAcquire(base + FREE))
                || needed <= granules - (position - reclaim(base));
    }

    private int reclaim(long base) {
        acquireHead(base);
        try {
            return claimed.reclaim(base);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
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
        return count(tail) - count(head) < maxItems
                && (granules - (position(tail) - free) >= granules / RingMemory.LARGEST_PART
                        || (free != position(head) && ClaimedFrames.isAcknowledged(memory.frame(base, free))));
    }

    /** Claims the next frame, one to be delivered again before all others. */
    Optional<Claim> claim() {
        RingMemory memory = this.memory;
        ClaimedFrames claimed = this.claimed;
        long base = base();
        Claim claim;
        acquireHead(base);
        try {
            claimed.sweepSometimes(base, 1);
            if (ClaimedFrames.hasReturned(base)) {
                claim = claimed.claimReturned(base);
            } else {
                long head = Words.getLong(base + HEAD);
                if (isEmpty(base, head)) {
                    return Optional.empty();
                }
                claim = claimed.claim(memory.frame(base, position(head)), position(head));
                Words.setLongRelease(base + HEAD, RingMemory.next(head, claim.length));
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
            claimed.sweepSometimes(base, max);
            while (claims.size() < max && ClaimedFrames.hasReturned(base)) {
                claims.add(claimed.claimReturned(base));
            }
            long head = Words.getLong(base + HEAD);
            while (claims.size() < max && !isEmpty(base, head)) {
                Claim claim = claimed.claim(memory.frame(base, position(head)), position(head));
                claims.add(claim);
                head = RingMemory.next(head, claim.length);
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

    /** Under the head's lock. The producers' line is read only when all that was seen of it is claimed. */
    private boolean isEmpty(long base, long head) {
        if (Words.getLong(base + SEEN_TAIL) != head) {
            return false;
        }
        long tail = Words.getLongAcquire(base + TAIL);
        Words.setLong(base + SEEN_TAIL, tail);
        return tail == head;
    }

    /** The content of a claimed frame. */
    byte[] content(Claim claim) {
        return memory.content(base(), claim.position, claim.length);
    }

    /** Copies the content of a claimed frame to the beginning of {@code to}. */
    void copyOut(Claim claim, byte[] to) {
        memory.copyOut(base(), claim.position, to, claim.length);
    }

    /** Says that the item of a claimed frame, which names a file, was delivered; its file can be deleted then. */
    void deliver(Claim claim) {
        claimed.deliver(memory.frame(base(), claim.position));
        FaultPoint.reached(FaultPoint.RING_TAKE_DELIVERED);
    }

    /** Gives the place of a claimed frame free: it was delivered. */
    void acknowledge(Claim claim) {
        long base = base();
        ClaimedFrames.acknowledge(memory.frame(base, claim.position));
        FaultPoint.reached(FaultPoint.RING_TAKE_ACKNOWLEDGED);
        EventCount.signal(base + ROOM_EVENT, 1);
    }

    /** Puts a claimed frame ahead of the others again, flagged if somebody has read it. */
    void giveBack(Claim claim, boolean wasRead) {
        long base = base();
        acquireHead(base);
        try {
            ClaimedFrames.giveBack(base, memory.frame(base, claim.position), wasRead || claim.isSecond);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        EventCount.signal(base + ITEM_EVENT, 1);
    }

    /** Puts claimed frames that nobody has read ahead of the others again, in their order. */
    void giveBack(List<Claim> unread) {
        for (Claim claim : unread.reversed()) {
            giveBack(claim, false);
        }
    }

    /** The contents of up to {@code max} frames that nobody has claimed, those in files by their names, in order. */
    List<Copy> snapshot(int max) {
        long base = base();
        List<Copy> copies = new ArrayList<>();
        acquireHead(base);
        try {
            for (int at : claimed.returned(base, max)) {
                copies.add(copy(base, at));
            }
            int head = position(Words.getLong(base + HEAD));
            int tail = position(Words.getLongAcquire(base + TAIL));
            for (int at = head; at != tail && copies.size() < max; at = memory.behind(base, at)) {
                copies.add(copy(base, at));
            }
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
        return copies;
    }

    private Copy copy(long base, int position) {
        int header = Words.getInt(memory.frame(base, position));
        return new Copy(memory.content(base, position, RingMemory.length(header)), RingMemory.isFile(header));
    }

    /** What a frame that stays in the ring holds. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Copy(byte[] bytes, boolean isFile) {}

    // ---- deaths

    private void acquireTail(long base) {
        if (mutex.acquire(base + TAIL_LOCK) == Acquisition.OWNER_DIED) {
            boolean repaired = false;
            try {
                files.deleteUnpublished(base);
                repaired = true;
            } finally {
                if (!repaired) {
                    mutex.release(base + TAIL_LOCK);
                }
            }
        }
    }

    private void acquireHead(long base) {
        if (mutex.acquire(base + HEAD_LOCK) == Acquisition.OWNER_DIED) {
            claimed.repair(base);
        }
    }

    /** Looks for frames whose claimant has died, to be delivered again. */
    void sweep() {
        long base = base();
        if (Words.getIntVolatile(base + FREE) == position(Words.getLongVolatile(base + HEAD))) {
            return;
        }
        acquireHead(base);
        try {
            claimed.sweep(base);
        } finally {
            mutex.release(base + HEAD_LOCK);
        }
    }

    /** Deletes the files of what nobody has taken: for when the memory is given back, and no process uses the ring any more. */
    void deleteFiles() {
        long base = base();
        acquireTail(base);
        try {
            acquireHead(base);
            try {
                files.deleteUntaken(base);
            } finally {
                mutex.release(base + HEAD_LOCK);
            }
        } finally {
            mutex.release(base + TAIL_LOCK);
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
