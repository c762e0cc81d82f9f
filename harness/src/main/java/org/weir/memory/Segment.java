package org.weir.memory;

import org.weir.os.Errno;
import org.weir.os.FileHandle;
import org.weir.os.OsException;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A stretch of memory that every process of a realm may map. It is allocated in full before anybody sees it, so that no
 * access can fail later, and stays mapped until the process ends, whatever becomes of its file.
 */
public final class Segment {

    private final MemorySegment memory;
    private final Path path;

    private Segment(MemorySegment memory, Path path) {
        this.memory = memory;
        this.path = path;
    }

    static Segment create(Path path, long size) throws IOException {
        make(path, size, new byte[0]);
        boolean done = false;
        try {
            Segment segment = open(path);
            done = true;
            return segment;
        } finally {
            if (!done) {
                Files.deleteIfExists(path);
            }
        }
    }

    /**
     * Makes the file under a name of its own, in full, and links it to {@code path} when it is complete.
     *
     * @param head what it begins with; the rest is zero
     */
    static void make(Path path, long size, byte[] head) throws IOException {
        if (size <= 0) {
            throw new IllegalArgumentException("A segment holds at least one byte; asked for " + size + ".");
        }
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path partial = path.resolveSibling("." + path.getFileName() + "-" + random);
        try (FileHandle file = FileHandle.open(partial, FileHandle.Mode.CREATE_NEW)) {
            file.allocate(size);
            if (head.length > 0) {
                try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
                    channel.write(ByteBuffer.wrap(head), 0);
                }
            }
            Files.createLink(path, partial);
        } catch (OsException failed) {
            if (failed.errno() == Errno.ENOSPC || failed.errno() == Errno.EDQUOT) {
                Files.deleteIfExists(partial);
                throw SharedMemoryFullException.of(path, size, failed);
            }
            throw failed;
        } finally {
            Files.deleteIfExists(partial);
        }
    }

    static Segment open(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new Segment(channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), Arena.global()), path);
        }
    }

    /** The memory; accessible from every thread, and never unmapped. */
    public MemorySegment memory() {
        return memory;
    }

    /** Where this process has mapped it, a multiple of the page size; differs between processes. */
    public long address() {
        return memory.address();
    }

    /** In bytes. */
    public long size() {
        return memory.byteSize();
    }

    /** The file of the realm that holds it. */
    public Path path() {
        return path;
    }

    @Override
    public String toString() {
        return "Segment[" + path + ", " + size() + " bytes]";
    }
}
