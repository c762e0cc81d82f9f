package org.weir.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The files that one child writes its standard output and standard error to.
 *
 * @param stdout the file of standard output
 * @param stderr the file of standard error
 */
record ChildOutput(Path stdout, Path stderr) {

    private static final int MOST_BYTES_OF_A_CHAR = 4;

    static ChildOutput of(Path launcher, int ordinal) {
        return new ChildOutput(launcher.resolve("out-" + ordinal + ".txt"),
                launcher.resolve("err-" + ordinal + ".txt"));
    }

    /** The bytes in a file; 0 if it does not exist (any more). */
    static long size(Path file) {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.size();
        } catch (NoSuchFileException _) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the size of " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The last {@code maxChars} characters of a file after its first {@code from} bytes; empty if it does not exist (any
     * more).
     */
    static String tail(Path file, long from, int maxChars) {
        try (FileChannel channel = FileChannel.open(file)) {
            long size = channel.size();
            long start = Math.clamp(size - (long) maxChars * MOST_BYTES_OF_A_CHAR, Math.min(from, size), size);
            String text = read(channel, start, (int) (size - start));
            return text.substring(Math.max(0, text.length() - maxChars));
        } catch (NoSuchFileException _) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the end of " + file + ": " + e.getMessage(), e);
        }
    }

    /** What a file holds from byte {@code start} on. */
    static String from(Path file, long start) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return read(channel, start, (int) Math.clamp(channel.size() - start, 0L, FrameChannel.LIMIT));
        }
    }

    private static String read(FileChannel channel, long start, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        long at = start;
        int count = 0;
        while (bytes.hasRemaining() && count >= 0) {
            count = channel.read(bytes, at);
            at += Math.max(0, count);
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    }

    /** Deletes the files if nothing was written to them. */
    void deleteIfEmpty() throws IOException {
        deleteIfEmpty(stdout);
        deleteIfEmpty(stderr);
    }

    private static void deleteIfEmpty(Path file) throws IOException {
        if (Files.exists(file) && Files.size(file) == 0) {
            Files.deleteIfExists(file);
        }
    }

    void delete() throws IOException {
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
    }
}
