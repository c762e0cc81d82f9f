package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.os.Futex;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A number of permits for processes and threads: {@code multiprocessing.Semaphore}.
 *
 * <p>A permit has no owner: any thread of any process may {@linkplain #release() release} one, also beyond the initial
 * number, and a process that dies returns none. One that is to come back when its process dies is taken as a
 * {@link Lease}. Everything done before a release is seen by whoever acquires after it. Barging: no order among those that
 * wait.
 *
 * <p><b>Waiting</b> is ended by interruption, at the latest 50 ms after it, except in {@link #acquireUninterruptibly}.
 * Negative times count as 0; time is that of {@link System#nanoTime()}. That a process with a lease died is noticed when
 * permits or places for leases are wanted and missing, while one waits within some 50 ms.
 *
 * <p>Serializable: who reads it, in a process of the same realm, has the same semaphore; see {@link RobustLock}. Created
 * while a scenario's state is under construction, it is a part of that.
 */
public sealed class ProcessSemaphore implements SharedObject, Serializable permits BoundedProcessSemaphore {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessSemaphore";

    private static final int PERMITS = 0;
    private static final int SLEEPERS = 1;
    /** Counts the releases that somebody slept for: what they sleep on. */
    private static final int EPOCH = 2;
    private static final int TABLE = 3;

    private static final int LEASED = 1;
    private static final int FEWEST_LEASES = 16;
    private static final int MOST_LEASES = 1024;
    private static final int RECLAIMED_AT_ONCE = 16;
    private static final int CHANGES = 2 * RECLAIMED_AT_ONCE + 16;

    private final transient Journaled state;
    private final transient Records leases;
    private final transient int mostLeases;

    ProcessSemaphore(SharedBlock block, int mostLeases) {
        this.state = new Journaled(block, CHANGES);
        this.leases = new Records(state, TABLE, mostLeases);
        this.mostLeases = mostLeases;
    }

    private record Handle(SharedBlock block, int mostLeases) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ProcessSemaphore(checked(block, KIND, mostLeases), mostLeases);
        }
    }

    static SharedBlock checked(SharedBlock block, String kind, int mostLeases) throws InvalidObjectException {
        if (mostLeases < FEWEST_LEASES || mostLeases > MOST_LEASES) {
            throw new InvalidObjectException("A " + kind + " has no " + mostLeases + " leases.");
        }
        return Blocks.checked(block, kind, size(mostLeases));
    }

    static int leasesFor(int permits) {
        if (permits < 0) {
            throw new IllegalArgumentException("A semaphore begins with 0 permits or more; got " + permits + ".");
        }
        return Math.clamp(permits, FEWEST_LEASES, MOST_LEASES);
    }

    static long size(int mostLeases) {
        return Journaled.size(CHANGES, TABLE + Records.fields(mostLeases));
    }

    /**
     * A semaphore: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @param permits how many there are at first, 0 or more
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ProcessSemaphore create(int permits) {
        return create("", permits);
    }

    /** As {@link #create(int)}, with the name of the object in a scenario's state; "" for none. */
    public static ProcessSemaphore create(String name, int permits) {
        int leases = leasesFor(permits);
        ProcessSemaphore semaphore = new ProcessSemaphore(SharedBlock.allocate(KIND, name, size(leases)), leases);
        semaphore.begin(permits);
        return semaphore;
    }

    final void begin(int permits) {
        state.enter();
        state.set(PERMITS, permits);
        state.leave();
    }

    final SharedBlock block() {
        return state.block();
    }

    final int mostLeases() {
        return mostLeases;
    }

    /** How many permits there may be at most. */
    int bound() {
        return Integer.MAX_VALUE;
    }

    /** A permit that comes back when it is closed, or when the process that acquired it dies. */
    public final class Lease implements AutoCloseable {

        private final int record;
        private boolean closed;

        private Lease(int record) {
            this.record = record;
        }

        /** Gives the permit back. Closing again does nothing. For any thread of the process that acquired it. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                state.enter();
                leases.remove(record);
                wake(add(1));
            }
        }

        @Override
        public String toString() {
            return (closed ? "closed lease of " : "lease of ") + ProcessSemaphore.this;
        }
    }

    /** Takes a permit, waiting until there is one. */
    public void acquire() throws InterruptedException {
        acquire(1);
    }

    /**
     * Takes so many permits together, waiting until there are as many.
     *
     * @param permits 1 or more
     */
    public void acquire(int permits) throws InterruptedException {
        take(permits, Deadlines.NEVER, true, false);
    }

    /** Takes a permit, waiting until there is one, whatever becomes of the thread's interrupt. */
    public void acquireUninterruptibly() {
        try {
            take(1, Deadlines.NEVER, false, false);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Takes a permit if there is one now. */
    public boolean tryAcquire() {
        try {
            return take(1, 0, false, false) >= 0;
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Takes a permit, waiting so long for it; says whether it did. */
    public boolean tryAcquire(long timeout, TimeUnit unit) throws InterruptedException {
        return take(1, Deadlines.in(unit.toNanos(timeout)), true, false) >= 0;
    }

    /** Takes a permit, waiting so long for it; says whether it did. */
    public boolean tryAcquire(Duration timeout) throws InterruptedException {
        return tryAcquire(1, timeout);
    }

    /**
     * Takes so many permits together, waiting so long for them; says whether it did.
     *
     * @param permits 1 or more
     */
    public boolean tryAcquire(int permits, Duration timeout) throws InterruptedException {
        return take(permits, Deadlines.in(timeout), true, false) >= 0;
    }

    /**
     * Takes a permit that comes back when this process dies, waiting until there is one.
     *
     * @throws IllegalStateException if there are too many leases: as many as the initial permits, but at least 16 and at
     *         most 1024
     */
    public Lease acquireLease() throws InterruptedException {
        return new Lease(take(1, Deadlines.NEVER, true, true));
    }

    /** As {@link #acquireLease()}, waiting so long; empty if no permit came. */
    public Optional<Lease> tryAcquireLease(Duration timeout) throws InterruptedException {
        int record = take(1, Deadlines.in(timeout), true, true);
        return record < 0 ? Optional.empty() : Optional.of(new Lease(record));
    }

    /** Negative if the deadline has passed; the record of the lease, if one is wanted. */
    private int take(int permits, long deadline, boolean interruptibly, boolean lease) throws InterruptedException {
        requirePositive(permits);
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        int looks = deadline == 0 ? 0 : Spin.LOOKS;
        for (int look = 0; look < looks && state.get(PERMITS) < permits; look++) {
            Spin.pause(look);
        }
        while (true) {
            state.enter();
            int available = state.get(PERMITS);
            if (available >= permits) {
                return takeInside(permits, lease);
            }
            int reclaimed = reclaim();
            boolean sleeps = reclaimed == 0 && Deadlines.remaining(deadline) > 0;
            if (sleeps) {
                state.set(SLEEPERS, 1);
            }
            int epoch = state.get(EPOCH);
            wake(add(reclaimed));
            if (sleeps) {
                Futex.await(state.address(EPOCH), epoch, Deadlines.slice(deadline));
            } else if (reclaimed == 0) {
                return -1;
            }
            if (interruptibly && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private int takeInside(int permits, boolean lease) {
        int record = lease ? leases.add(LEASED, 1) : 0;
        boolean wakes = false;
        if (record == Records.NONE) {
            wakes = add(reclaim());
            record = leases.add(LEASED, 1);
        }
        if (record != Records.NONE) {
            state.set(PERMITS, state.get(PERMITS) - permits);
        }
        wake(wakes);
        FaultPoint.reached(FaultPoint.SEMAPHORE_TAKEN);
        if (record == Records.NONE) {
            throw new IllegalStateException("There are " + mostLeases + " leases of " + this
                    + " already, which is as many as it can have.");
        }
        return record;
    }

    /** Removes leases of dead processes; says how many permits come back. Inside of a change. */
    private int reclaim() {
        int reclaimed = 0;
        for (int record = leases.next(0); record != Records.NONE
                && reclaimed < RECLAIMED_AT_ONCE; record = leases.next(record + 1)) {
            if (!leases.isAlive(record)) {
                leases.remove(record);
                reclaimed++;
            }
        }
        return reclaimed;
    }

    /** Adds permits inside of a change; says whether somebody sleeps who has to be woken. */
    private boolean add(int permits) {
        if (permits == 0) {
            return false;
        }
        state.set(PERMITS, state.get(PERMITS) + permits);
        boolean wakes = state.get(SLEEPERS) != 0;
        if (wakes) {
            state.set(SLEEPERS, 0);
            state.set(EPOCH, state.get(EPOCH) + 1);
        }
        return wakes;
    }

    private void wake(boolean wakes) {
        state.leave();
        if (wakes) {
            FaultPoint.reached(FaultPoint.SEMAPHORE_RELEASED);
            Futex.wake(state.address(EPOCH), Integer.MAX_VALUE);
        }
    }

    /**
     * Gives a permit back, or adds one.
     *
     * @throws IllegalStateException if there would be more, with those that are leased, than there may be:
     *         {@link Integer#MAX_VALUE}, or the bound of a {@link BoundedProcessSemaphore}; nothing changes
     */
    public void release() {
        release(1);
    }

    /**
     * Gives so many permits back, or adds them, together.
     *
     * @param permits 1 or more
     * @throws IllegalStateException as {@link #release()}
     */
    public void release(int permits) {
        requirePositive(permits);
        state.enter();
        int available = state.get(PERMITS);
        int room = bound() - available;
        boolean tooMany = permits > room - mostLeases && permits > room - leases.count(LEASED);
        wake(!tooMany && add(permits));
        if (tooMany) {
            throw new IllegalStateException("Releasing " + permits + " would make more permits than the " + bound()
                    + " that there may be: " + this + ". Somebody releases what was not acquired.");
        }
    }

    private static void requirePositive(int permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("Permits come in numbers from 1 on; got " + permits + ".");
        }
    }

    /** How many permits there are now; those of dead processes' leases are brought back first. */
    public int availablePermits() {
        if (leases.next(0) != Records.NONE) {
            int reclaimed;
            do {
                state.enter();
                reclaimed = reclaim();
                wake(add(reclaimed));
            } while (reclaimed == RECLAIMED_AT_ONCE);
        }
        return state.get(PERMITS);
    }

    /** Whether somebody may be asleep for a permit; true for a while after the last one has gone. */
    public final boolean hasQueuedThreads() {
        return state.get(SLEEPERS) != 0;
    }

    /** Gives its memory back; see {@link RobustLock#free}. */
    public final void free() {
        block().free();
    }

    /** {@code ProcessSemaphore[3 permits]}, {@code BoundedProcessSemaphore[1 permit of 2, 1 leased]}. */
    @Override
    public final String toString() {
        int permits = state.get(PERMITS);
        int leased = leases.count(LEASED);
        return block().kind() + "[" + permits + (permits == 1 ? " permit" : " permits")
                + (bound() == Integer.MAX_VALUE ? "" : " of " + bound())
                + (leased == 0 ? "" : ", " + leased + " leased") + "]";
    }

    @Serial
    Object writeReplace() {
        return new Handle(block(), mostLeases);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }
}
