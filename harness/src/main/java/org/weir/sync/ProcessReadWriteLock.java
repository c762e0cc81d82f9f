package org.weir.sync;

import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;

/**
 * One writer or many readers, in any processes, in the order in which they came: readers that come after a waiting
 * writer wait behind it. Both locks are reentrant; a writer may read, and so keep reading when it has given back the
 * write lock; a reader cannot become a writer.
 *
 * <p><b>Death.</b> A dead reader does not count any more: it has changed nothing. A dead writer leaves both locks
 * abandoned, until the {@linkplain WriteLock#recover write lock is recovered}; see {@link RobustLock}.
 *
 * <p>At most {@value FifoState#RECORDS} threads read, or wait in order, at a time, and one of those places is for reading
 * alone; further ones wait for a place, without an order. Serializable: who reads it, in a process of the same realm, has
 * the same locks.
 */
public final class ProcessReadWriteLock implements ReadWriteLock, SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessReadWriteLock";

    private final transient WriteLock writeLock;
    private final transient ReadLock readLock;

    private ProcessReadWriteLock(SharedBlock block) {
        writeLock = new WriteLock(block);
        readLock = new ReadLock(writeLock);
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ProcessReadWriteLock(Blocks.checked(block, KIND, FifoState.size()));
        }
    }

    private enum Part {
        READ, WRITE
    }

    private record PartHandle(ProcessReadWriteLock whole, Part part) implements Serializable {
        @Serial
        private Object readResolve() {
            return part == Part.READ ? whole.readLock : whole.writeLock;
        }
    }

    /**
     * A free lock: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ProcessReadWriteLock create() {
        return create("");
    }

    /** As {@link #create()}, with the name of the object in a scenario's state; "" for none. */
    public static ProcessReadWriteLock create(String name) {
        return new ProcessReadWriteLock(SharedBlock.allocate(KIND, name, FifoState.size()));
    }

    @Override
    public ReadLock readLock() {
        return readLock;
    }

    @Override
    public WriteLock writeLock() {
        return writeLock;
    }

    /** How many threads wait in order, as of some moment; those of dead processes perhaps included. */
    public int getQueueLength() {
        return writeLock.state.waiters();
    }

    /** Gives its memory back; see {@link RobustLock#free}. */
    public void free() {
        writeLock.free();
    }

    /** Who holds it: {@code ProcessReadWriteLock[read by 2 threads]}, and as {@link RobustLock#toString}. */
    @Override
    public String toString() {
        return writeLock.toString();
    }

    @Serial
    private Object writeReplace() {
        return new Handle(writeLock.block);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }

    /** The lock of those who change what it protects. */
    public static final class WriteLock extends FifoLock {

        @Serial
        private static final long serialVersionUID = 1;

        private WriteLock(SharedBlock block) {
            super(block);
        }

        @Override
        OwnedWord.Result take(long deadline, OwnedWord.OnDeath onDeath) {
            refuseReader();
            return super.take(deadline, onDeath);
        }

        @Override
        OwnedWord.Result takeInterruptibly(long deadline, OwnedWord.OnDeath onDeath) throws InterruptedException {
            refuseReader();
            return super.takeInterruptibly(deadline, onDeath);
        }

        private void refuseReader() {
            if (state.readHolds() > 0 && !state.isHeld()) {
                throw new IllegalMonitorStateException("This thread holds the read lock, and would wait for itself."
                        + " Give that back first, and look again at what was read.");
            }
        }

        @Serial
        private Object writeReplace() {
            return new PartHandle(new ProcessReadWriteLock(block), Part.WRITE);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw Blocks.travelsAsHandle(KIND);
        }
    }

    /** The lock of those who only look. */
    public static final class ReadLock implements Lock, SharedObject, Serializable {

        @Serial
        private static final long serialVersionUID = 1;

        private final transient WriteLock writeLock;

        private ReadLock(WriteLock writeLock) {
            this.writeLock = writeLock;
        }

        /**
         * {@inheritDoc} Not ended by interruption.
         *
         * @throws OwnerDiedException if a writer's process ended while it held the write lock
         * @throws BrokenLockException if it is broken
         */
        @Override
        public void lock() {
            writeLock.taken(writeLock.owners.takeUninterruptibly(FifoOwners.Mode.READ, Deadlines.NEVER,
                    OwnedWord.OnDeath.REFUSE));
        }

        /**
         * {@inheritDoc}
         *
         * @throws OwnerDiedException if a writer's process ended while it held the write lock
         * @throws BrokenLockException if it is broken
         */
        @Override
        public void lockInterruptibly() throws InterruptedException {
            takenUntil(Deadlines.NEVER);
        }

        /**
         * {@inheritDoc} Comes before writers that wait.
         *
         * @throws OwnerDiedException if a writer's process ended while it held the write lock
         * @throws BrokenLockException if it is broken
         */
        @Override
        public boolean tryLock() {
            return writeLock.taken(writeLock.owners.takeNow(FifoOwners.Mode.READ, OwnedWord.OnDeath.REFUSE));
        }

        /**
         * {@inheritDoc}
         *
         * @throws OwnerDiedException if a writer's process ended while it held the write lock
         * @throws BrokenLockException if it is broken
         */
        @Override
        public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
            return takenUntil(Deadlines.in(unit.toNanos(time)));
        }

        /** As {@link #tryLock(long, TimeUnit)}. */
        public boolean tryLock(Duration timeout) throws InterruptedException {
            return takenUntil(Deadlines.in(timeout));
        }

        private boolean takenUntil(long deadline) throws InterruptedException {
            return writeLock.taken(
                    writeLock.owners.take(FifoOwners.Mode.READ, deadline, OwnedWord.OnDeath.REFUSE, true));
        }

        /**
         * Gives one hold back.
         *
         * @throws IllegalMonitorStateException if the calling thread has none
         */
        @Override
        public void unlock() {
            if (!writeLock.owners.giveBackRead()) {
                throw new IllegalMonitorStateException("This thread does not hold the read lock; " + this);
            }
        }

        /** How often the calling thread holds it. */
        public int getHoldCount() {
            return writeLock.state.readHolds();
        }

        /** Readers have no conditions. */
        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException("A read lock has no conditions; the write lock has.");
        }

        /** Who holds it, as {@link ProcessReadWriteLock#toString}. */
        @Override
        public String toString() {
            return writeLock.toString();
        }

        @Serial
        private Object writeReplace() {
            return new PartHandle(new ProcessReadWriteLock(writeLock.block), Part.READ);
        }

        @Serial
        private void readObject(ObjectInputStream in) throws InvalidObjectException {
            throw Blocks.travelsAsHandle(KIND);
        }
    }
}
