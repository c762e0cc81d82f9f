package org.weir.channel;

import org.weir.memory.Realm;
import org.weir.os.Errno;
import org.weir.os.FileHandle;
import org.weir.os.OsException;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A message that is too large for a ring, in a file of the realm. Streams, unlike channels, survive an interrupt.
 *
 * <p>While it is written the file has no name, so that nothing stays of it when its process is killed. {@link MessageRing}
 * gives it its name just before it publishes the frame that holds it, under the lock of the ring's tail; {@link RingFiles}
 * deletes the file if the owner of that lock dies in between, {@link ClaimedFrames} if its last reader dies before it does.
 */
final class FrameFile implements AutoCloseable {

    /** How many bytes stand for it in the ring: hexadecimal digits. */
    static final int NAME_BYTES = 32;

    private static final String PREFIX = "item-";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] name;
    /** What was written and has no name yet; empty for a file that a ring names. */
    private final Optional<FileHandle> written;

    private FrameFile(byte[] name, Optional<FileHandle> written) {
        this.name = name;
        this.written = written;
    }

    /** Writes the first {@code length} of {@code bytes} to a file of its own, which has no name yet. */
    static FrameFile write(byte[] bytes, int length) {
        byte[] random = new byte[NAME_BYTES / 2];
        RANDOM.nextBytes(random);
        byte[] name = HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII);
        FileHandle file = open();
        boolean done = false;
        try {
            writeTo(file.openedPath(), bytes, length);
            done = true;
        } catch (IOException failed) {
            throw new UncheckedIOException("An item of " + length + " bytes is too large for the ring and cannot be"
                    + " written to a file of the realm either (" + failed.getMessage() + "). If there is no room, take"
                    + " items, or send it in parts.", failed);
        } finally {
            if (!done) {
                file.close();
            }
        }
        return new FrameFile(name, Optional.of(file));
    }

    private static void writeTo(Path path, byte[] bytes, int length) throws IOException {
        try (FileOutputStream out = new FileOutputStream(path.toFile())) {
            out.write(bytes, 0, length);
        }
    }

    private static FileHandle open() {
        Path directory = Realm.current().directory();
        try {
            return FileHandle.openUnnamed(directory);
        } catch (OsException failed) {
            boolean unknown = failed.errno() == Errno.EOPNOTSUPP || failed.errno() == Errno.EISDIR;
            throw new UncheckedIOException(
                    "An item is too large for the ring and needs a file of the realm, which cannot be"
                            + " made"
                            + (unknown ? ": the file system of " + directory + " has no files without a name; tmpfs,"
                                    + " ext4, XFS and Btrfs have (" + Realm.ROOT_PROPERTY + " chooses the directory)"
                                    : "")
                            + ".",
                    failed);
        }
    }

    /** @param name as the ring holds it, perhaps with other bytes behind it */
    static FrameFile named(byte[] name) {
        return new FrameFile(Arrays.copyOf(name, NAME_BYTES), Optional.empty());
    }

    /** Whether {@code content} could be the name of a file: for who finds it where it was perhaps not written whole. */
    static boolean isName(byte[] content) {
        return content.length == NAME_BYTES && text(content).matches("[0-9a-f]{32}");
    }

    byte[] name() {
        return name;
    }

    /** Gives what was {@linkplain #write written} its name. */
    void giveName() {
        try {
            written.orElseThrow().linkTo(path());
        } catch (OsException failed) {
            throw new UncheckedIOException("The file of a large item cannot get its name; it was not put.", failed);
        }
    }

    /**
     * Its content; empty if there is no such file.
     *
     * @throws UncheckedIOException if it cannot be read now, as when this process has no descriptor left
     */
    Optional<byte[]> read() {
        try (FileInputStream in = new FileInputStream(path().toFile())) {
            return Optional.of(in.readAllBytes());
        } catch (IOException failed) {
            if (Files.notExists(path())) {
                return Optional.empty();
            }
            throw new UncheckedIOException("The file of a large item cannot be read now; the item stays in its queue.",
                    failed);
        }
    }

    /** What tells that there is no file though a ring names it. */
    static UncheckedIOException gone() {
        return new UncheckedIOException(new FileNotFoundException("The file of a large item is gone, and with it the"
                + " item: something else has removed it."));
    }

    void delete() {
        try {
            Files.deleteIfExists(path());
        } catch (IOException staysUntilTheRealmGoes) {
            // the item itself was delivered; nobody can do anything about its file now
        }
    }

    /** Closes what was {@linkplain #write written}; without a name, it is gone then. */
    @Override
    public void close() {
        written.ifPresent(FileHandle::close);
    }

    private Path path() {
        if (!isName(name)) {
            throw new IllegalStateException("The name of a file is not one that a queue has made: something else has"
                    + " written to its memory.");
        }
        return Realm.current().directory().resolve(PREFIX + text(name));
    }

    private static String text(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII);
    }
}
