package org.weir.channel;

import org.weir.memory.Construction;
import org.weir.memory.FaultPoint;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedFile;
import org.weir.memory.Words;
import org.weir.os.Errno;
import org.weir.os.Fifo;
import org.weir.os.OsException;
import org.weir.sync.RobustMutex;
import org.weir.sync.RobustMutex.Acquisition;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A kernel pipe with a lock for its writers and one for its readers: what the queues of the original are made of.
 *
 * <p>A reader waits for the first byte without the lock, and holds it from then to the end of the frame. Before the
 * first byte is transferred, {@code WRITING} or {@code READING} says so, and after the last one that it is over; only who
 * holds the lock changes it. Who takes the lock from a dead owner and finds it set breaks the pipe for all, and so does
 * who would give the lock back with it set, because an error ended the transfer within the frame. A frame that the
 * kernel writes at once is there whole or not at all, so that it needs no such mark.
 */
final class LockedPipe {

    private static final int WRITERS = 0;
    private static final int WRITING = 8;
    private static final int READERS = 64;
    private static final int READING = 72;
    private static final int BROKEN = 128;
    /** Behind this, the memory belongs to the queue. */
    static final int BYTES = 192;

    private final Handle handle;
    private final KernelPipe pipe;
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile boolean closedForReaders;

    /** What travels. */
    record Handle(SharedBlock block, String name) implements Serializable {

        @Serial
        private static final long serialVersionUID = 1L;

        Handle {
            boolean named = block.isInScenario() || name.matches("[A-Za-z0-9-]{1,80}");
            if (!named || block.size() < BYTES) {
                throw new IllegalArgumentException("This is no handle of a queue: " + name + ".");
            }
        }

        /** @param more bytes of memory for the queue */
        static Handle create(String kind, int more) {
            SharedBlock block = SharedBlock.allocate(kind, (long) BYTES + more);
            Handle handle = new Handle(block, block.isInScenario() ? nameInState(kind) : "queue-" + UUID.randomUUID());
            try {
                Fifo.create(handle.path());
            } catch (OsException failed) {
                if (block.isInScenario() && failed.errno() == Errno.EEXIST) {
                    return handle; // another JVM constructed the state before
                }
                throw new UncheckedIOException("The pipe of a queue could not be made.", failed);
            }
            return handle;
        }

        /** The same in every JVM that constructs the state, and another one in every sample. */
        private static String nameInState(String kind) {
            int ordinal = Construction.current(kind).orElseThrow().creations().size();
            Path file = SharedFile.absent("queue-" + ordinal).path();
            return Realm.current().directory().toAbsolutePath().normalize().relativize(file).toString();
        }

        private Path path() {
            return Realm.current().directory().resolve(name);
        }
    }

    LockedPipe(Handle handle) {
        this.handle = handle;
        try {
            pipe = new KernelPipe(handle.path());
        } catch (IOException gone) {
            throw new UncheckedIOException("The pipe of a queue is gone.", gone);
        }
    }

    /** Where the memory of the queue begins. */
    long memory() {
        return handle.block.address() + BYTES;
    }

    Handle handle() {
        return handle;
    }

    private long base() {
        return handle.block.address();
    }

    void write(byte[] bytes, int length) throws InterruptedException {
        long base = base();
        acquire(base + WRITERS, base + WRITING, Long.MAX_VALUE);
        try {
            requireUsable();
            FaultPoint.reached(FaultPoint.PIPE_QUEUE_PUT_LOCKED);
            if (!KernelPipe.isAtomic(length)) {
                Words.setIntVolatile(base + WRITING, 1);
            }
            pipe.write(bytes, 0, length, Long.MAX_VALUE, this::requireUsableUnless);
            Words.setIntVolatile(base + WRITING, 0);
        } catch (QueueClosedException beforeTheFirstByte) {
            Words.setIntVolatile(base + WRITING, 0);
            throw beforeTheFirstByte;
        } catch (ConnectionClosedException | InterruptedIOException beforeTheFirstByte) {
            Words.setIntVolatile(base + WRITING, 0);
            throw unwrapped(beforeTheFirstByte);
        } catch (IOException failed) {
            throw unwrapped(failed);
        } finally {
            breakIfMarked(base + WRITING);
            mutex.release(base + WRITERS);
        }
    }

    /** Takes a frame; empty if none begins until {@code deadline}. Once it has begun, it is read whatever the time. */
    Optional<byte[]> read(long deadline) throws InterruptedException {
        long base = base();
        while (true) {
            try {
                requireReadable();
                if (!pipe.awaitBytes(deadline, inFrame -> requireReadable())) {
                    return Optional.empty();
                }
                if (!acquire(base + READERS, base + READING, Math.max(deadline, System.nanoTime() + 1))) {
                    return Optional.empty();
                }
                try {
                    requireReadable();
                    FaultPoint.reached(FaultPoint.PIPE_QUEUE_TAKE_LOCKED);
                    if (pipe.hasBytes()) {
                        return Optional.of(frame(base + READING));
                    }
                } finally {
                    breakIfMarked(base + READING);
                    mutex.release(base + READERS);
                }
            } catch (IOException failed) {
                throw unwrapped(failed);
            }
        }
    }

    /** Reads a frame, with the readers' lock; leaves the mark set if it was begun and not read to its end. */
    private byte[] frame(long mark) throws IOException {
        Words.setIntVolatile(mark, 1);
        try {
            byte[] bytes = pipe.read(Pipe.MAX_MESSAGE, this::requireUsableUnless);
            Words.setIntVolatile(mark, 0);
            return bytes;
        } catch (QueueClosedException | ConnectionClosedException | InterruptedIOException beforeTheFirstByte) {
            Words.setIntVolatile(mark, 0);
            throw beforeTheFirstByte;
        }
    }

    /** With the lock, before it is given back: this process lives, so that nobody else would tell. */
    private void breakIfMarked(long mark) {
        if (Words.getIntVolatile(mark) != 0) {
            Words.setIntVolatile(base() + BROKEN, 1);
        }
    }

    /** Whether there are bytes in the pipe at this moment. */
    boolean hasBytes() {
        requireOpen();
        try {
            return pipe.hasBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("The pipe of a queue failed.", failed);
        }
    }

    private boolean acquire(long lock, long mark, long deadline) throws InterruptedException {
        Acquisition acquisition = mutex.acquireInterruptibly(lock, deadline);
        if (acquisition == Acquisition.OWNER_DIED && Words.getIntVolatile(mark) != 0) {
            Words.setIntVolatile(base() + BROKEN, 1);
        }
        return acquisition != Acquisition.TIMED_OUT;
    }

    private void requireUsableUnless(boolean inFrame) {
        if (!inFrame) {
            requireOpen();
        }
        requireWhole();
    }

    private void requireUsable() {
        requireOpen();
        requireWhole();
    }

    private void requireReadable() {
        requireUsable();
        if (closedForReaders) {
            throw closed();
        }
    }

    private void requireOpen() {
        if (closed.get()) {
            throw closed();
        }
    }

    private static QueueClosedException closed() {
        return new QueueClosedException("This queue is closed in this process.");
    }

    private void requireWhole() {
        if (isBroken()) {
            throw new QueueBrokenException("A process died while it wrote or read an item of " + handle.block
                    + ": what follows cannot be told from garbage. Make a new queue, or use a RingQueue, which survives"
                    + " this.");
        }
    }

    boolean isBroken() {
        return Words.getIntVolatile(base() + BROKEN) != 0;
    }

    private RuntimeException unwrapped(IOException failed) throws InterruptedException {
        if (failed instanceof ConnectionClosedException) {
            return closed();
        }
        if (failed instanceof InterruptedIOException) {
            boolean ignored = Thread.interrupted();
            throw (InterruptedException) new InterruptedException(failed.getMessage()).initCause(failed);
        }
        Words.setIntVolatile(base() + BROKEN, 1);
        return new UncheckedIOException("The pipe of a queue failed, and so the queue is broken.", failed);
    }

    boolean isClosed() {
        return closed.get();
    }

    /** No more reads here, and who waits for an item learns that; writes go on until {@link #close}. */
    void closeForReaders() {
        closedForReaders = true;
    }

    void close() {
        if (closed.compareAndSet(false, true)) {
            pipe.close();
        }
    }
}
