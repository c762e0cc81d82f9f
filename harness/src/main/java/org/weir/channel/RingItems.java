package org.weir.channel;

import org.weir.channel.Encoder.Frame;
import org.weir.channel.MessageRing.Claim;
import org.weir.memory.FaultPoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The items of a {@link RingQueue} on their way into its ring and out of it: encoded into frames or, the large ones, into
 * files that frames name; decoded, and acknowledged when that is done.
 *
 * <p>Safe for use by several threads.
 *
 * @param <E> what the queue holds
 */
final class RingItems<E> {

    private static final int BATCH = 64;

    private final RingUse use;
    private final MessageRing ring;
    private final RingWaits waits;
    private final Codec codec;
    /** The frame of the last put, for the next one; empty while somebody fills it. */
    private final AtomicReference<Frame> spareFrame = new AtomicReference<>();
    /** The content of the last item, for the next one; empty while somebody decodes it. */
    private final AtomicReference<byte[]> spareBytes = new AtomicReference<>();

    RingItems(RingUse use, Codec codec) {
        this.use = use;
        this.ring = use.ring;
        this.waits = use.waits;
        this.codec = codec;
    }

    // ---- putting

    /** Puts an item, waiting for room until {@code deadline}; says whether it did. */
    boolean offer(E item, long deadline) throws InterruptedException {
        Frame frame = encoded(item);
        try {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return isLarge(frame) ? offerFile(frame, deadline) : offer(frame, deadline);
        } finally {
            spareFrame.set(frame);
        }
    }

    /** Puts an item if there is room now; says whether it did. */
    boolean offer(E item) {
        Frame frame = encoded(item);
        try {
            if (!isLarge(frame)) {
                return ring.offer(frame.bytes(), 0, frame.length());
            }
            return ring.hasRoom() && offerFile(frame, System.nanoTime());
        } catch (InterruptedException impossible) {
            throw new AssertionError("an offer that has no time does not wait", impossible);
        } finally {
            spareFrame.set(frame);
        }
    }

    private Frame encoded(E item) {
        use.requireOpen();
        Frame frame = spareFrame.getAndSet(null);
        if (frame == null) {
            frame = new Frame(Integer.MAX_VALUE - 8);
        }
        codec.encode(item, frame);
        return frame;
    }

    private boolean isLarge(Frame frame) {
        return frame.length() > ring.largestFrame();
    }

    private boolean offerFile(Frame frame, long deadline) throws InterruptedException {
        try (FrameFile file = FrameFile.write(frame.bytes(), frame.length())) {
            return waits.put(() -> ring.offer(file), deadline);
        }
    }

    private boolean offer(Frame frame, long deadline) throws InterruptedException {
        return waits.put(() -> ring.offer(frame.bytes(), 0, frame.length()), deadline);
    }

    /** Puts items until {@code deadline}, from the first on; says how many. All are encoded before. */
    int putAll(Collection<? extends E> items, long deadline) throws InterruptedException {
        List<byte[]> frames = new ArrayList<>(items.size());
        for (E item : items) {
            frames.add(codec.encode(item));
        }
        use.requireOpen();
        int done = 0;
        while (done < frames.size()) {
            byte[] frame = frames.get(done);
            if (frame.length > ring.largestFrame()) {
                Frame large = new Frame(frame.length);
                large.write(frame, 0, frame.length);
                if (!offerFile(large, deadline)) {
                    return done;
                }
                done++;
            } else {
                int some = putSome(frames.subList(done, endOfSmall(frames, done)), deadline);
                if (some == 0) {
                    return done;
                }
                done += some;
            }
        }
        return done;
    }

    private int endOfSmall(List<byte[]> frames, int from) {
        int end = from;
        while (end < frames.size() && end - from < BATCH && frames.get(end).length <= ring.largestFrame()) {
            end++;
        }
        return end;
    }

    private int putSome(List<byte[]> frames, long deadline) throws InterruptedException {
        int[] done = {0};
        waits.put(() -> {
            done[0] = ring.offerAll(frames);
            return done[0] > 0;
        }, deadline);
        return done[0];
    }

    // ---- taking

    /** The item of a claim, which is acknowledged. */
    E open(Claim claim) {
        E item = decoded(claim);
        acknowledge(claim);
        return item;
    }

    /**
     * The item of a claim. One that cannot be decoded, or whose file is gone, is acknowledged before the exception is thrown;
     * one that cannot be read for want of memory or descriptors is given back. If it is decoding that ran out of memory, it
     * is delivered again once, flagged, so that it cannot be in everybody's way for ever.
     */
    E decoded(Claim claim) {
        FaultPoint.reached(FaultPoint.RING_TAKE_CLAIMED);
        byte[] bytes = claim.isFile() ? contentOfFile(claim) : copied(claim);
        boolean done = false;
        boolean again = false;
        try {
            E item = decoded(bytes, claim.isFile() ? bytes.length : claim.length());
            done = true;
            return item;
        } catch (OutOfMemoryError shortage) {
            again = !claim.isSecond();
            throw shortage;
        } finally {
            if (!claim.isFile()) {
                spareBytes.set(bytes);
            }
            if (again) {
                ring.giveBack(claim, true);
            } else if (!done) {
                acknowledge(claim);
            }
        }
    }

    private byte[] contentOfFile(Claim claim) {
        Optional<byte[]> content = Optional.empty();
        boolean looked = false;
        try {
            content = FrameFile.named(ring.content(claim)).read();
            looked = true;
        } finally {
            if (!looked) {
                ring.giveBack(claim, false);
            } else if (content.isEmpty()) {
                acknowledge(claim);
            }
        }
        return content.orElseThrow(FrameFile::gone);
    }

    /** The content of a claim, perhaps with other bytes behind it. */
    private byte[] copied(Claim claim) {
        byte[] bytes = spareBytes.getAndSet(null);
        if (bytes == null || bytes.length < claim.length()) {
            bytes = allocated(claim);
        }
        ring.copyOut(claim, bytes);
        return bytes;
    }

    private byte[] allocated(Claim claim) {
        try {
            return new byte[Math.max(claim.length(), 64)];
        } catch (OutOfMemoryError shortage) {
            ring.giveBack(claim, false);
            throw shortage;
        }
    }

    @SuppressWarnings("unchecked") // what is in the queue was put into it as an E
    private E decoded(byte[] bytes, int length) {
        try {
            return (E) codec.decode(bytes, 0, length);
        } catch (CodecException refused) {
            throw new UndecodableItemException(refused);
        }
    }

    /** Ends a claim: the item was delivered. */
    void acknowledge(Claim claim) {
        FaultPoint.reached(FaultPoint.RING_TAKE_DECODED);
        if (claim.isFile()) {
            FrameFile file = FrameFile.named(ring.content(claim));
            ring.deliver(claim);
            file.delete();
        }
        ring.acknowledge(claim);
    }

    /** Puts the item of a claim ahead of the others again, flagged. */
    void giveBack(Claim claim) {
        ring.giveBack(claim, true);
    }

    /** Moves the items that are there, at most {@code limit} of them; see {@link RingQueue#drainTo}. */
    int drainTo(Collection<? super E> target, int limit) {
        int done = 0;
        while (done < limit) {
            List<Claim> claims = ring.claim(Math.min(BATCH, limit - done));
            if (claims.isEmpty()) {
                break;
            }
            int opened = 0;
            try {
                for (Claim claim : claims) {
                    opened++;
                    target.add(open(claim));
                    done++;
                }
            } finally {
                ring.giveBack(claims.subList(opened, claims.size()));
            }
        }
        return done;
    }

    /** Takes and forgets the items that are there, at most {@code limit} of them. */
    void discard(int limit) {
        for (int i = 0; i < limit; i++) {
            Optional<Claim> claim = ring.claim();
            if (claim.isEmpty()) {
                return;
            }
            acknowledge(claim.get());
        }
    }

    /**
     * Copies of the first items that nobody has claimed, at most {@code max}. Files are read when others may have taken their
     * items again; what was there at one moment is then asked for anew.
     */
    List<E> snapshot(int max) {
        use.requireOpen();
        byte[] missing = {};
        while (true) {
            List<E> items = new ArrayList<>();
            byte[] missed = missing;
            for (MessageRing.Copy copy : ring.snapshot(max)) {
                Optional<byte[]> content = content(copy, missing);
                if (content.isEmpty()) {
                    missed = copy.bytes();
                    break;
                }
                items.add(decoded(content.get(), content.get().length));
            }
            if (missed == missing) {
                return items;
            }
            missing = missed;
        }
    }

    /** Empty if it is in a file that is not there; the second time that this is the first such file, it is lost. */
    private static Optional<byte[]> content(MessageRing.Copy copy, byte[] missing) {
        if (!copy.isFile()) {
            return Optional.of(copy.bytes());
        }
        Optional<byte[]> content = FrameFile.named(copy.bytes()).read();
        if (content.isEmpty() && Arrays.equals(copy.bytes(), missing)) {
            throw FrameFile.gone();
        }
        return content;
    }
}
