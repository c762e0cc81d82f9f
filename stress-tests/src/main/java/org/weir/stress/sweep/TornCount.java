package org.weir.stress.sweep;

import java.nio.ByteBuffer;

/**
 * Counts the torn messages in the bytes that two writers sent into one pipe, each byte the mark of its writer, all messages of
 * one size. A writer's own bytes keep their order, so the n-th message of a writer is its n-th run of so many bytes, and it is
 * torn if bytes of the other one came before its last.
 */
final class TornCount {
    private static final int WRITERS = 2;

    private final int size;
    private final int[] begun = new int[WRITERS + 1];
    private final boolean[] interrupted = new boolean[WRITERS + 1];
    private int messages;

    /** @param size bytes of each message */
    TornCount(int size) {
        this.size = size;
    }

    /** Takes in the bytes that come next: marks, 1 or 2. */
    void add(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            int mark = bytes.get();
            int other = WRITERS + 1 - mark;
            if (begun[other] != 0) {
                interrupted[other] = true;
            }
            if (++begun[mark] == size) {
                messages += interrupted[mark] ? 1 : 0;
                begun[mark] = 0;
                interrupted[mark] = false;
            }
        }
    }

    /** How many messages were torn so far. */
    int messages() {
        return messages;
    }
}
