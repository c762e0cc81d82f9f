package org.weir.channel;

import static org.weir.channel.RingMemory.FREE;
import static org.weir.channel.RingMemory.TAIL;
import static org.weir.channel.RingMemory.position;

import org.weir.memory.Words;

/** The files that frames of a {@link MessageRing} name and nobody will read: of producers that died, of a ring that goes. */
final class RingFiles {

    private final RingMemory memory;

    RingFiles(RingMemory memory) {
        this.memory = memory;
    }

    /**
     * To be called under the tail's lock by who got it from a dead owner, which may have given a file its name and not
     * published the frame. That frame lies behind {@code TAIL} then, in room that there still is. Anything else there is
     * what was left of frames that were acknowledged, whose files are gone.
     */
    void deleteUnpublished(long base) {
        int tail = position(Words.getLong(base + TAIL));
        int room = memory.granules() - (tail - Words.getIntAcquire(base + FREE));
        int header = Words.getInt(memory.frame(base, tail));
        if (RingMemory.isFile(header) && RingMemory.length(header) == FrameFile.NAME_BYTES
                && RingMemory.granules(FrameFile.NAME_BYTES) <= room) {
            byte[] name = memory.content(base, tail, FrameFile.NAME_BYTES);
            if (FrameFile.isName(name)) {
                FrameFile.named(name).delete();
            }
        }
    }

    /** Deletes the files of items that nobody has taken; to be called under both locks when the ring goes. */
    void deleteUntaken(long base) {
        int tail = position(Words.getLong(base + TAIL));
        for (int at = Words.getInt(base + FREE); at != tail; at = memory.behind(base, at)) {
            long frame = memory.frame(base, at);
            if (RingMemory.isFile(Words.getInt(frame)) && !ClaimedFrames.isAcknowledged(frame)) {
                FrameFile.named(memory.content(base, at, FrameFile.NAME_BYTES)).delete();
            }
        }
    }
}
