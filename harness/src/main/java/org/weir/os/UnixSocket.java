package org.weir.os;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The calling end of a connection to a Unix domain socket, non-blocking.
 *
 * <p>It exists beside {@link java.nio.channels.SocketChannel} for the sake of starting JVMs: the first channel that a
 * JVM opens makes the JDK look for a provider in every jar of the class path, and the first one of this kind makes it
 * set up its security providers, for a random number that is not used. On a busy machine, with late compilation and a
 * class path of two jars, a child that was connected by this class took some 20 ms less CPU time (145 to 165 ms); with the
 * JVM options of today it was not measured again.
 *
 * <p>One thread may read and wait while one other writes; those that write exclude each other, as by the lock of a sender.
 * {@link #wakeup} and {@link #close} are for any thread.
 */
public final class UnixSocket implements ByteChannel {

    private static final int AF_UNIX = 1;
    private static final int SOCK_STREAM = 1;
    private static final int CLOEXEC = 02000000;
    private static final int NONBLOCK = 04000;
    private static final int O_RDWR = 2;
    private static final int F_SETFL = 4;
    private static final int SHUT_RDWR = 2;
    private static final int MSG_NOSIGNAL = 0x4000;

    /** {@code struct sockaddr_un}: the family, and a path that ends with a zero. */
    private static final long PATH = 2;
    private static final long ADDRESS_BYTES = 110;
    private static final int LONGEST_PATH = 107;

    private static final short POLLIN = 1;
    /** {@code struct pollfd}: descriptor, events, returned events. */
    private static final long POLL_BYTES = 8;
    private static final long POLL_EVENTS = 4;
    private static final long POLL_RETURNED = 6;
    private static final long FOR_EVER = -1;

    private static final int CHUNK = 64 << 10;

    private static final MemorySegment SOCKET = Native.function("socket");
    private static final MemorySegment CONNECT = Native.function("connect");
    private static final MemorySegment FCNTL = Native.function("fcntl");
    private static final MemorySegment EVENTFD = Native.function("eventfd");
    private static final MemorySegment POLL = Native.function("poll");
    private static final MemorySegment READ = Native.function("read");
    private static final MemorySegment WRITE = Native.function("write");
    private static final MemorySegment RECV = Native.function("recv");
    private static final MemorySegment SEND = Native.function("send");
    private static final MemorySegment SHUTDOWN = Native.function("shutdown");
    private static final MemorySegment CLOSE = Native.function("close");

    private final Path path;
    private final int descriptor;
    private final int wakeups;
    private final MemorySegment incoming = Arena.ofAuto().allocate(CHUNK);
    private final MemorySegment outgoing = Arena.ofAuto().allocate(CHUNK);
    private volatile boolean open = true;

    private UnixSocket(Path path, int descriptor, int wakeups) {
        this.path = path;
        this.descriptor = descriptor;
        this.wakeups = wakeups;
    }

    /**
     * Connects to the socket at {@code path}; waits while its server has more callers than it admits.
     *
     * @throws OsException when nobody listens there, or {@code path} has more than 107 bytes
     */
    public static UnixSocket connect(Path path) throws OsException {
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        if (name.length > LONGEST_PATH) {
            throw new OsException("connect", path.toString(), Errno.ENAMETOOLONG);
        }
        int descriptor = checked("socket", path, Native.call(SOCKET, AF_UNIX, SOCK_STREAM | CLOEXEC, 0));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment address = arena.allocate(ADDRESS_BYTES, Short.BYTES);
            address.set(ValueLayout.JAVA_SHORT, 0, (short) AF_UNIX);
            address.asSlice(PATH).copyFrom(MemorySegment.ofArray(name));
            long result;
            do {
                result = (int) Native.call(CONNECT, descriptor, address.address(), ADDRESS_BYTES);
            } while (result < 0 && Native.scratch().lastErrno() == Errno.EINTR);
            checked("connect", path, result);
            checked("fcntl", path, Native.call(FCNTL, descriptor, F_SETFL, O_RDWR | NONBLOCK));
            int wakeups = checked("eventfd", path, Native.call(EVENTFD, 0, CLOEXEC | NONBLOCK));
            return new UnixSocket(path, descriptor, wakeups);
        } catch (OsException e) {
            Native.call(CLOSE, descriptor);
            throw e;
        }
    }

    private static int checked(String call, Path path, long result) throws OsException {
        if ((int) result < 0) {
            throw new OsException(call, path.toString(), Native.scratch().lastErrno());
        }
        return (int) result;
    }

    /**
     * Reads what is there.
     *
     * @return how many bytes that were, perhaps none; -1 once the peer has closed its end
     */
    @Override
    public int read(ByteBuffer to) throws IOException {
        requireOpen();
        int room = Math.min(to.remaining(), CHUNK);
        if (room == 0) {
            return 0;
        }
        long count = Native.call(RECV, descriptor, incoming.address(), room, 0, 0, 0, 0);
        if (count == 0) {
            return -1;
        }
        if (count < 0) {
            return nothingOrFailure("recv");
        }
        to.put(incoming.asSlice(0, count).asByteBuffer());
        return (int) count;
    }

    /** Writes as much as there is room for; returns how many bytes that were, perhaps none. */
    @Override
    public int write(ByteBuffer from) throws IOException {
        requireOpen();
        int length = Math.min(from.remaining(), CHUNK);
        outgoing.asByteBuffer().put(0, from, from.position(), length);
        long count = Native.call(SEND, descriptor, outgoing.address(), length, MSG_NOSIGNAL, 0, 0, 0);
        if (count < 0) {
            return nothingOrFailure("send");
        }
        from.position(from.position() + (int) count);
        return (int) count;
    }

    private int nothingOrFailure(String call) throws OsException {
        int errno = Native.scratch().lastErrno();
        if (errno == Errno.EAGAIN || errno == Errno.EINTR) {
            return 0;
        }
        throw new OsException(call, path.toString(), errno);
    }

    /**
     * Waits for {@link #wakeup} and, if {@code reading}, for something to read or the end of the connection. A wakeup
     * that came before counts, and only once. May return early.
     */
    public void await(boolean reading) throws OsException {
        MemorySegment polled = Native.scratch().buffer;
        describe(polled, 0, wakeups);
        describe(polled, POLL_BYTES, descriptor);
        long result = (int) Native.call(POLL, polled.address(), reading ? 2 : 1, FOR_EVER);
        if (result < 0 && Native.scratch().lastErrno() != Errno.EINTR) {
            throw new OsException("poll", path.toString(), Native.scratch().lastErrno());
        }
        if (result > 0 && polled.get(ValueLayout.JAVA_SHORT, POLL_RETURNED) != 0) {
            Native.call(READ, wakeups, polled.address(), Long.BYTES);
        }
    }

    private static void describe(MemorySegment polled, long at, int descriptor) {
        polled.set(ValueLayout.JAVA_INT, at, descriptor);
        polled.set(ValueLayout.JAVA_SHORT, at + POLL_EVENTS, POLLIN);
        polled.set(ValueLayout.JAVA_SHORT, at + POLL_RETURNED, (short) 0);
    }

    /** Makes the thread in {@link #await}, or the next one to come there, go on. */
    public void wakeup() {
        MemorySegment one = Native.scratch().buffer;
        one.set(Native.LONG, 0, 1);
        Native.call(WRITE, wakeups, one.address(), Long.BYTES);
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    /**
     * Ends the connection in both directions: the peer reads its end, and so does whoever waits here. The descriptor
     * stays taken until the process ends, so that no thread in the middle of a call meets another file of its number.
     */
    @Override
    public void close() {
        open = false;
        Native.call(SHUTDOWN, descriptor, SHUT_RDWR);
    }

    private void requireOpen() throws ClosedChannelException {
        if (!open) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public String toString() {
        return path + " (descriptor " + descriptor + ")";
    }
}
