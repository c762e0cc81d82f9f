package org.weir.stress.sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Messages as the original writes them into a kernel pipe: four bytes of length, then the content, in one {@code write} for as
 * long as all of it has up to 16 KiB and in two above. Every byte of a content is the mark of its writer.
 */
final class RawFrames {
    static final int HEADER = 4;
    /** Up to so many bytes of content the original puts a header and a content into one call. */
    static final int ONE_CALL = 16 << 10;
    /** The outcome in which every message came whole. */
    static final String INTACT = "intact";
    /** The outcome in which bytes of two messages were mixed. */
    static final String TORN = "torn";
    /** The outcome in which a reader would wait for ever, for the rest of a message that nobody sent. */
    static final String STUCK = "stuck";

    private static final int VOLUME = 192 << 10;
    private static final int FEWEST = 3;

    private RawFrames() {}

    /** How many messages of a size one writer sends in a sample: several times what a pipe takes. */
    static int count(int size) {
        return Math.max(FEWEST, VOLUME / size);
    }

    /** Opens a FIFO for both directions, so that nobody waits for anybody and there is no end of file. */
    static FileChannel open(Path fifo) throws IOException {
        return FileChannel.open(fifo, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Writes messages.
     *
     * @param size of each, with its header
     */
    static void write(Path fifo, int size, byte mark) throws IOException {
        try (FileChannel out = open(fifo)) {
            ByteBuffer frame = frame(size, mark);
            for (int i = count(size); i > 0; i--) {
                write(out, frame);
            }
        }
    }

    /** A message of a size, with its header. */
    static ByteBuffer frame(int size, byte mark) {
        ByteBuffer frame = ByteBuffer.allocateDirect(size).putInt(size - HEADER);
        while (frame.hasRemaining()) {
            frame.put(mark);
        }
        return frame;
    }

    /** Writes one message, in one call or in two. */
    static void write(FileChannel out, ByteBuffer frame) throws IOException {
        boolean oneCall = frame.capacity() - HEADER <= ONE_CALL;
        if (!oneCall) {
            frame.position(0).limit(HEADER);
            out.write(frame);
        }
        frame.limit(frame.capacity()).position(oneCall ? 0 : HEADER);
        while (frame.hasRemaining()) {
            out.write(frame);
        }
    }

    /**
     * Reads all that two writers write, message by message, until one is not as it was sent; then the rest, so that they can
     * end.
     *
     * @param size of each message, with its header
     */
    static String read(Path fifo, int size) throws IOException {
        long left = 2L * count(size) * size;
        try (FileChannel in = open(fifo)) {
            ByteBuffer frame = ByteBuffer.allocateDirect(size);
            String outcome = INTACT;
            while (left > 0) {
                int most = (int) Math.min(size, left);
                if (outcome.equals(INTACT)) {
                    fill(in, frame, HEADER);
                    left -= HEADER;
                    int length = frame.getInt(0);
                    if (length != size - HEADER) {
                        outcome = length > left ? STUCK : TORN;
                        continue;
                    }
                    fill(in, frame, length);
                    left -= length;
                    outcome = isOfOneWriter(frame) ? INTACT : TORN;
                } else {
                    fill(in, frame, most);
                    left -= most;
                }
            }
            return outcome;
        }
    }

    private static void fill(FileChannel in, ByteBuffer into, int length) throws IOException {
        into.clear().limit(length);
        while (into.hasRemaining()) {
            in.read(into);
        }
        into.flip();
    }

    private static boolean isOfOneWriter(ByteBuffer content) {
        byte mark = content.get(0);
        for (int i = 1; i < content.limit(); i++) {
            if (content.get(i) != mark) {
                return false;
            }
        }
        return true;
    }
}
