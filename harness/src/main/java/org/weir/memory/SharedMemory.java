package org.weir.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A block of memory with a name, which any process of the realm may attach to by it:
 * {@code multiprocessing.shared_memory.SharedMemory}.
 *
 * <p><b>Life.</b> {@link #close} gives up this object's view; the memory stays. {@link #unlink} takes the name away, and the
 * memory goes when the last view is closed; only the process that created it may do that, or anybody once that one has
 * ended. What nobody unlinks goes with the realm: nothing outlives the top-level JVM, however it ends, for longer than a
 * sweep takes. A name is good in its realm only.
 *
 * <p>Nothing orders accesses of several processes but what they agree upon. Serializable: only the name travels, and who
 * reads it has a view of its own, to be closed. Safe for use by several threads; access after {@link #close} throws
 * {@link IllegalStateException}.
 */
public final class SharedMemory implements AutoCloseable, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private static final String FILE_PREFIX = "shm-";
    /** In the file before the memory: who created it, how large it is. */
    private static final long CREATOR = 0;
    private static final long SIZE = 8;
    private static final long HEADER = Alignment.LINE;
    private static final int NAME_ATTEMPTS = 100;

    private final transient String name;
    private final transient Realm realm;
    private final transient Arena arena;
    private final transient MemorySegment file;

    private SharedMemory(String name, Realm realm) throws IOException {
        this.name = name;
        this.realm = realm;
        this.arena = Arena.ofShared();
        try (FileChannel channel = FileChannel.open(path(realm, name), StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            file = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size(), arena);
        } catch (NoSuchFileException missing) {
            arena.close();
            throw missing(name, realm);
        } catch (IOException failed) {
            arena.close();
            throw failed;
        }
    }

    private record Handle(String realm, String name) implements Serializable {
        @Serial
        private Object readResolve() throws ObjectStreamException {
            Realm ours = Realm.current();
            if (!ours.directory().toString().equals(realm)) {
                throw new ForeignRealmException("SharedMemory", realm, ours.directory().toString());
            }
            try {
                return attach(name);
            } catch (IOException | IllegalArgumentException failed) {
                throw (ObjectStreamException) new InvalidObjectException("The shared memory '" + name
                        + "' is not to be had: " + failed.getMessage()).initCause(failed);
            }
        }
    }

    /**
     * Makes memory of {@code size} zero bytes under a name of its own.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     * @throws SharedMemoryFullException if there is no room for it
     */
    public static SharedMemory create(long size) throws IOException {
        for (int attempt = 0; attempt < NAME_ATTEMPTS; attempt++) {
            try {
                return create(HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt()), size);
            } catch (FileAlreadyExistsException taken) {
                // the next random name
            }
        }
        throw new IOException(NAME_ATTEMPTS + " random names in a row were taken in " + Realm.current() + ".");
    }

    /**
     * Makes memory of {@code size} zero bytes.
     *
     * @param name 1 to 90 of the characters {@code A-Z a-z 0-9 . _ -}
     * @param size in bytes, 1 or more
     * @throws FileAlreadyExistsException if the name is taken
     * @throws SharedMemoryFullException if there is no room for it
     */
    public static SharedMemory create(String name, long size) throws IOException {
        if (size < 1 || size > Long.MAX_VALUE - HEADER) {
            throw new IllegalArgumentException("Shared memory has 1 byte or more; asked for " + size + ".");
        }
        Realm realm = Realm.current();
        long creator = realm.members().self().id();
        byte[] head = ByteBuffer.allocate(2 * Long.BYTES)
                .order(ByteOrder.nativeOrder())
                .putLong(creator)
                .putLong(size)
                .array();
        Segment.make(path(realm, name), HEADER + size, head);
        return new SharedMemory(name, realm);
    }

    /**
     * A view of memory that a process of this realm has made. Its size is that which it was made with.
     *
     * @throws NoSuchFileException if there is none of this name
     */
    public static SharedMemory attach(String name) throws IOException {
        return new SharedMemory(name, Realm.current());
    }

    private static Path path(Realm realm, String name) {
        if (!name.matches("[A-Za-z0-9._-]{1,90}")) {
            throw new IllegalArgumentException(
                    "The name of shared memory is 1 to 90 of the characters A-Z a-z 0-9 . _ -;"
                            + " got '" + name + "'.");
        }
        return realm.directory().resolve(FILE_PREFIX + name);
    }

    private static NoSuchFileException missing(String name, Realm realm) {
        return new NoSuchFileException(name, null, "there is no shared memory of this name in " + realm
                + "; it was unlinked, or never made");
    }

    /** The name that others attach by. */
    public String name() {
        return name;
    }

    /**
     * In bytes.
     *
     * @throws IllegalStateException if this view is closed
     */
    public long size() {
        return file.get(ValueLayout.JAVA_LONG, SIZE);
    }

    /** The memory, for all threads of this process until {@link #close}. */
    public MemorySegment segment() {
        return file.asSlice(HEADER, size());
    }

    /**
     * The memory as a direct buffer, a new one each time, of big-endian order as every new buffer.
     *
     * @throws UnsupportedOperationException if it is larger than a buffer can be, 2 GiB less one byte
     */
    public ByteBuffer buffer() {
        if (size() > Integer.MAX_VALUE) {
            throw new UnsupportedOperationException(
                    "A ByteBuffer holds at most " + Integer.MAX_VALUE + " bytes, " + this + "; use segment().");
        }
        return segment().asByteBuffer();
    }

    /** Whether this process created the memory. */
    public boolean isOwner() {
        return creator() == realm.members().self().id();
    }

    private int creator() {
        return (int) file.get(ValueLayout.JAVA_LONG, CREATOR);
    }

    /**
     * Takes the name away. Views stay usable until they are closed; nobody can attach any more.
     *
     * @throws IllegalStateException if the process that created it is another one, and lives
     * @throws NoSuchFileException if it was unlinked already
     */
    public void unlink() throws IOException {
        if (!isOwner() && realm.members().isAlive(creator())) {
            throw new IllegalStateException("Only the process that created the shared memory '" + name
                    + "' may unlink it while it lives: " + realm.members()
                            .info(creator())
                            .map(MemberInfo::toString)
                            .orElse("a process that has ended")
                    + ".");
        }
        try {
            Files.delete(path(realm, name));
        } catch (NoSuchFileException gone) {
            throw missing(name, realm);
        }
    }

    /** Takes the name away if it is there, whoever made it. */
    void removeName() throws IOException {
        Files.deleteIfExists(path(realm, name));
    }

    /** Gives up this view. The memory, its name and other views stay. Closing again does nothing. */
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
    }

    /** {@code SharedMemory[name, 512 bytes]}. */
    @Override
    public String toString() {
        return "SharedMemory[" + name + (arena.scope().isAlive() ? ", " + size() + " bytes]" : ", closed]");
    }

    @Serial
    private Object writeReplace() {
        return new Handle(realm.directory().toString(), name);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("Shared memory travels as its name.");
    }
}
