package org.weir.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An open file with the calls that {@link java.nio.channels.FileChannel} lacks: allocation in full, locks that belong
 * to the open file and not to the process, the capacity of a pipe.
 *
 * <p>The descriptor is closed on exec, so no child inherits it, and no collector closes it: an abandoned handle stays
 * open until the process ends, and its locks stay held. Handles may be used from several threads; {@link #close} must
 * not overlap another call.
 *
 * <p><b>Locks.</b> A lock covers one byte, which need not exist. It is an open-file-description lock: it belongs to
 * this handle, so that two handles of one process exclude each other, closing another handle of the same file does not
 * release it, and the kernel releases it when the handle is closed or the process is gone, however it went.
 */
public final class FileHandle implements AutoCloseable {

    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0100;
    private static final int O_EXCL = 0200;
    private static final int O_NONBLOCK = 04000;
    private static final int O_CLOEXEC = 02000000;
    private static final int O_TMPFILE = 020000000 | directoryFlag();
    private static final int AT_FDCWD = -100;
    private static final int AT_SYMLINK_FOLLOW = 02000;
    private static final int OWNER_ONLY = 0600;

    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int F_SETPIPE_SZ = 1031;
    private static final int F_GETPIPE_SZ = 1032;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;

    /** {@code struct flock} of 64-bit Linux: type, whence, (padding), start, length, pid. */
    private static final long FLOCK_TYPE = 0;
    private static final long FLOCK_WHENCE = 2;
    private static final long FLOCK_START = 8;
    private static final long FLOCK_LENGTH = 16;
    private static final long FLOCK_BYTES = 32;

    private static final MemorySegment OPEN = Native.function("open");
    private static final MemorySegment CLOSE = Native.function("close");
    private static final MemorySegment LINKAT = Native.function("linkat");
    private static final MemorySegment FCNTL = Native.function("fcntl");
    private static final MemorySegment FALLOCATE = Native.function("posix_fallocate");

    private final int descriptor;
    private final Path path;
    private final AtomicBoolean closed = new AtomicBoolean();

    private FileHandle(int descriptor, Path path) {
        this.descriptor = descriptor;
        this.path = path;
    }

    /** What {@link #open} does about the file's existence. Files that it makes are their owner's alone (0600). */
    public enum Mode {
        /** The file must exist. */
        EXISTING(0),
        /** The file is made if it does not exist. */
        CREATE(O_CREAT),
        /** The file must not exist; looking and making are one step. */
        CREATE_NEW(O_CREAT | O_EXCL);

        private final int flags;

        Mode(int flags) {
            this.flags = flags;
        }
    }

    /** Opens {@code path} for reading and writing. Never blocks: a FIFO opens at once. */
    public static FileHandle open(Path path, Mode mode) throws OsException {
        return open(path, O_NONBLOCK | mode.flags, mode.toString());
    }

    /**
     * Makes a file in {@code directory} that has no name there until {@link #linkTo} gives it one: without one it is gone
     * when the handle is closed or the process ends, however it ends. It is its owner's alone (0600).
     *
     * @throws OsException {@link Errno#EOPNOTSUPP} if the file system has no such files; tmpfs, ext4, XFS and Btrfs have
     */
    public static FileHandle openUnnamed(Path directory) throws OsException {
        return open(directory, O_TMPFILE, "O_TMPFILE");
    }

    private static FileHandle open(Path path, int flags, String how) throws OsException {
        int result;
        try (Arena arena = Arena.ofConfined()) {
            result = (int) Native.call(OPEN, Native.cString(arena, path).address(), O_RDWR | O_CLOEXEC | flags,
                    OWNER_ONLY);
        }
        if (result < 0) {
            throw new OsException("open", path + ", " + how, Native.scratch().lastErrno());
        }
        return new FileHandle(result, path);
    }

    /**
     * Gives a file from {@link #openUnnamed} its name, in one step: whoever finds the name finds all that was written.
     *
     * @param name a path in the same file system
     * @throws OsException {@link Errno#EEXIST} if there is something at {@code name} already
     */
    public void linkTo(Path name) throws OsException {
        requireOpen();
        int result;
        try (Arena arena = Arena.ofConfined()) {
            result = (int) Native.call(LINKAT, AT_FDCWD, Native.cString(arena, openedPath()).address(), AT_FDCWD,
                    Native.cString(arena, name).address(), AT_SYMLINK_FOLLOW, 0, 0);
        }
        if (result != 0) {
            throw failed("linkat", Native.scratch().lastErrno());
        }
    }

    /** A path at which this process finds the open file, whatever its name is, and whether or not it has one. */
    public Path openedPath() {
        return Path.of("/proc/self/fd/" + descriptor);
    }

    /** The path that was opened; it may name another file by now, or none. */
    public Path path() {
        return path;
    }

    /** The number of the descriptor in this process. */
    public int descriptor() {
        return descriptor;
    }

    /**
     * Takes the lock of the byte at {@code offset} if no other handle has it; taking a lock that this handle holds
     * succeeds and changes nothing.
     *
     * @return whether this handle holds the lock now
     */
    public boolean tryLock(long offset) throws OsException {
        int errno = lockCall(F_OFD_SETLK, flock(F_WRLCK, offset));
        return switch (errno) {
            case 0 -> true;
            case Errno.EAGAIN, Errno.EACCES -> false;
            default -> throw failed("fcntl(F_OFD_SETLK)", errno);
        };
    }

    /** Gives up the lock of the byte at {@code offset}; no error if it is not held. */
    public void unlock(long offset) throws OsException {
        int errno = lockCall(F_OFD_SETLK, flock(F_UNLCK, offset));
        if (errno != 0) {
            throw failed("fcntl(F_OFD_SETLK)", errno);
        }
    }

    /**
     * Whether another handle, of this process or any, holds the lock of the byte at {@code offset}. A lock of this
     * very handle does not count.
     */
    public boolean isLockedByAnother(long offset) throws OsException {
        MemorySegment flock = flock(F_WRLCK, offset);
        int errno = lockCall(F_OFD_GETLK, flock);
        if (errno != 0) {
            throw failed("fcntl(F_OFD_GETLK)", errno);
        }
        return flock.get(ValueLayout.JAVA_SHORT, FLOCK_TYPE) != F_UNLCK;
    }

    /**
     * Makes the file at least {@code size} bytes long, with every block of it allocated, so that no later access can
     * run out of space.
     *
     * @throws OsException {@link Errno#ENOSPC} if there is not enough room; the file may have grown in part
     */
    public void allocate(long size) throws OsException {
        int errno;
        do {
            errno = (int) Native.call(FALLOCATE, descriptor, 0, size);
        } while (errno == Errno.EINTR);
        if (errno != 0) {
            throw new OsException("posix_fallocate", path + ", " + size + " bytes", errno);
        }
    }

    /** How many bytes this pipe holds before a writer blocks. */
    public int pipeCapacity() throws OsException {
        return pipeCall("fcntl(F_GETPIPE_SZ)", F_GETPIPE_SZ, 0);
    }

    /**
     * Asks for a pipe of at least {@code bytes}; the kernel rounds up to a power of two of pages.
     *
     * @return the capacity that it has now
     * @throws OsException {@link Errno#EPERM} above {@code /proc/sys/fs/pipe-max-size}, {@link Errno#EBUSY} if it
     *         holds more than that
     */
    public int setPipeCapacity(int bytes) throws OsException {
        return pipeCall("fcntl(F_SETPIPE_SZ)", F_SETPIPE_SZ, bytes);
    }

    /** Whether {@link #path()} still names the file that this handle has open. */
    public boolean isStillAtItsPath() throws IOException {
        try {
            return identity(openedPath()).equals(identity(path));
        } catch (java.nio.file.NoSuchFileException gone) {
            return false;
        }
    }

    /** Closes the file and releases its locks. Closing again does nothing. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Native.call(CLOSE, descriptor);
        }
    }

    @Override
    public String toString() {
        return path + " (descriptor " + descriptor + ")";
    }

    /** {@code O_DIRECTORY}, one of the few flags that AArch64 and Arm number in their own way. */
    private static int directoryFlag() {
        return System.getProperty("os.arch").equals("aarch64") ? 040000 : 0200000;
    }

    private static Set<Map.Entry<String, Object>> identity(Path path) throws IOException {
        return Files.readAttributes(path, "unix:dev,ino").entrySet();
    }

    private MemorySegment flock(short type, long offset) {
        MemorySegment flock = Native.scratch().buffer.asSlice(0, FLOCK_BYTES).fill((byte) 0);
        flock.set(ValueLayout.JAVA_SHORT, FLOCK_TYPE, type);
        flock.set(ValueLayout.JAVA_SHORT, FLOCK_WHENCE, (short) 0);
        flock.set(Native.LONG, FLOCK_START, offset);
        flock.set(Native.LONG, FLOCK_LENGTH, 1L);
        return flock;
    }

    private int lockCall(int command, MemorySegment flock) {
        requireOpen();
        int result = (int) Native.call(FCNTL, descriptor, command, flock.address());
        return result == 0 ? 0 : Native.scratch().lastErrno();
    }

    private int pipeCall(String call, int command, int argument) throws OsException {
        requireOpen();
        int result = (int) Native.call(FCNTL, descriptor, command, argument);
        if (result < 0) {
            throw failed(call, Native.scratch().lastErrno());
        }
        return result;
    }

    private void requireOpen() {
        if (closed.get()) {
            throw new IllegalStateException(this + " is closed.");
        }
    }

    private OsException failed(String call, int errno) {
        return new OsException(call, toString(), errno);
    }
}
