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
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A point where a fixed number of parties, threads of any processes, wait for each other, again and again:
 * {@code multiprocessing.Barrier}, in the manner of {@link java.util.concurrent.CyclicBarrier}. Everything done before
 * {@code await} is seen by all after it.
 *
 * <p><b>Broken.</b> A barrier breaks when a party gives up: its time is over, it is interrupted, its process dies while it
 * waits, the action throws, or somebody calls {@link #abort}. All who wait then get {@link BrokenBarrierException}, also
 * the one whose time was over; so does everybody who comes later, until {@link #reset}. A process that has
 * {@linkplain #register registered} breaks it by its death wherever it is. Who waits notices a death within some 50 ms.
 * The death of a party that has neither come nor registered cannot be known: only a time limit ends the wait for it.
 *
 * <p><b>How.</b> Every arrival has a record in the barrier's {@link Journaled} state, and sleeps on the number of the
 * generation, which changes when the barrier trips or breaks; what became of an arrival stands in its own record, so that
 * who wakes up late reads its own fate and not that of a later generation.
 *
 * <p>Time is that of {@link System#nanoTime()}; negative times count as 0. Serializable: who reads it, in a process of the
 * same realm, has the same barrier; see {@link RobustLock}. Created while a scenario's state is under construction, it is
 * a part of that.
 */
public final class ProcessBarrier implements SharedObject, Serializable {

    /** How many parties there may be. */
    public static final int MOST_PARTIES = 1024;

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessBarrier";

    private static final int GENERATION = 0;
    private static final int ARRIVALS = 1;
    private static final int BROKEN = 2;
    private static final int TABLE = 3;

    /** What a record is. */
    private static final int ARRIVED = 1;
    private static final int RELEASED = 2;
    private static final int FAILED = 3;
    private static final int REGISTERED = 4;

    private static final long CROWD_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final transient int parties;
    private final transient Action action;
    private final transient long timeoutNanos;
    private final transient Journaled state;
    private final transient Records records;

    private ProcessBarrier(SharedBlock block, int parties, Action action, long timeoutNanos) {
        this.parties = parties;
        this.action = action;
        this.timeoutNanos = timeoutNanos;
        this.state = new Journaled(block, changes(parties));
        this.records = new Records(state, TABLE, capacity(parties));
    }

    /** What the last party to arrive runs before anybody goes on; it is sent along with the barrier. */
    @FunctionalInterface
    public interface Action extends Runnable, Serializable {}

    private record Handle(SharedBlock block, int parties, Action action, long timeoutNanos) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            if (parties < 1 || parties > MOST_PARTIES) {
                throw new InvalidObjectException("A " + KIND + " has no " + parties + " parties.");
            }
            return new ProcessBarrier(Blocks.checked(block, KIND, size(parties)), parties, action, timeoutNanos);
        }
    }

    /**
     * A barrier: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @param parties how many have to come, 1 to {@value #MOST_PARTIES}
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ProcessBarrier create(int parties) {
        return create(parties, ProcessBarrier::nothing);
    }

    private static void nothing() {}

    /** As {@link #create(int)}, with what the last to arrive runs before anybody goes on. */
    public static ProcessBarrier create(int parties, Action action) {
        return create("", parties, action, Deadlines.NEVER);
    }

    /** As {@link #create(int, Action)}, with how long {@link #await()} waits. */
    public static ProcessBarrier create(int parties, Action action, Duration timeout) {
        return create("", parties, action, Deadlines.nanos(timeout));
    }

    /** As {@link #create(int, Action)}, with the name of the object in a scenario's state; "" for none. */
    public static ProcessBarrier create(String name, int parties, Action action) {
        return create(name, parties, action, Deadlines.NEVER);
    }

    private static ProcessBarrier create(String name, int parties, Action action, long timeoutNanos) {
        if (parties < 1 || parties > MOST_PARTIES) {
            throw new IllegalArgumentException(
                    "A barrier has 1 to " + MOST_PARTIES + " parties; got " + parties + ".");
        }
        return new ProcessBarrier(SharedBlock.allocate(KIND, name, size(parties)), parties, action, timeoutNanos);
    }

    /** Room for a generation that leaves, one that arrives, and those that registered. */
    private static int capacity(int parties) {
        return 3 * parties;
    }

    private static int changes(int parties) {
        return 3 * capacity(parties) + 16;
    }

    private static long size(int parties) {
        return Journaled.size(changes(parties), TABLE + Records.fields(capacity(parties)));
    }

    /** That this process takes part, and breaks the barrier by its death, until it is closed. */
    public final class Registration implements AutoCloseable {

        private final int record;
        private boolean closed;

        private Registration(int record) {
            this.record = record;
        }

        /** Takes part no more. Closing again does nothing. */
        @Override
        public synchronized void close() {
            if (!closed) {
                closed = true;
                state.enter();
                records.remove(record);
                state.leave();
            }
        }
    }

    /**
     * Makes the barrier break when this process dies, wherever it is then.
     *
     * @throws IllegalStateException if as many have registered as there are parties
     */
    public Registration register() {
        state.enter();
        int record = records.count(REGISTERED) < parties ? records.add(REGISTERED, 0) : Records.NONE;
        state.leave();
        if (record == Records.NONE) {
            throw new IllegalStateException("The " + parties + " parties of this barrier have registered already.");
        }
        return new Registration(record);
    }

    /**
     * Waits until all parties have called this, as long as the barrier's own limit allows, for ever if it has none. The
     * last one runs the action.
     *
     * @return the number of parties that were still to come: the first gets the number of parties less one, the last 0
     * @throws BrokenBarrierException if the barrier is broken, or breaks meanwhile
     * @throws InterruptedException if the thread is interrupted before or while it waits, which breaks the barrier
     */
    public int await() throws InterruptedException, BrokenBarrierException {
        return awaitUntil(Deadlines.in(timeoutNanos));
    }

    /** As {@link #await()}, with a limit of its own. */
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException {
        return awaitUntil(Deadlines.in(timeout));
    }

    private int awaitUntil(long deadline) throws InterruptedException, BrokenBarrierException {
        if (Thread.interrupted()) {
            abort();
            throw new InterruptedException();
        }
        int record = arrive(deadline);
        FaultPoint.reached(FaultPoint.BARRIER_ARRIVED);
        int toCome = records.number(record);
        if (toCome == 0) {
            trip(record);
        }
        int fate;
        do { // again, if what ended the sleep was undone, because its author died
            sleep(record, deadline);
            state.enter();
            fate = records.state(record);
            if (fate != ARRIVED) {
                records.remove(record);
            }
            state.leave();
        } while (fate == ARRIVED);
        if (fate == RELEASED) {
            return toCome;
        }
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        throw broken();
    }

    private int arrive(long deadline) throws InterruptedException, BrokenBarrierException {
        while (true) {
            state.enter();
            int arrivals = state.get(ARRIVALS);
            boolean wakes = arrivals >= parties - 1 && breakIfSomebodyDied();
            boolean broken = state.get(BROKEN) != 0;
            int record = broken || arrivals == parties ? Records.NONE : records.add(ARRIVED, parties - 1 - arrivals);
            if (record != Records.NONE) {
                state.set(ARRIVALS, arrivals + 1);
            }
            int generation = state.get(GENERATION);
            leave(wakes);
            if (record != Records.NONE) {
                return record;
            }
            if (broken) {
                throw broken();
            }
            awaitRoom(arrivals == parties, generation, deadline);
        }
    }

    /** The former generation runs its action still, or its parties have not taken back their records. */
    private void awaitRoom(boolean tripping, int generation, long deadline)
            throws InterruptedException, BrokenBarrierException {
        if (tripping) {
            Futex.await(state.address(GENERATION), generation, Deadlines.slice(deadline));
        } else {
            LockSupport.parkNanos(CROWD_PAUSE);
        }
        boolean interrupted = Thread.interrupted();
        if (interrupted || Deadlines.remaining(deadline) <= 0) {
            abort();
            if (interrupted) {
                throw new InterruptedException();
            }
            throw broken();
        }
    }

    private void trip(int record) {
        boolean done = false;
        try {
            action.run();
            FaultPoint.reached(FaultPoint.BARRIER_RELEASING);
            done = true;
        } finally {
            state.enter();
            boolean stillHere = records.state(record) == ARRIVED;
            if (stillHere && done) {
                end(RELEASED);
            } else if (stillHere) {
                breakInside();
            }
            if (!done) {
                records.remove(record);
            }
            leave(stillHere);
        }
    }

    private void sleep(int record, long deadline) {
        int generation = state.get(GENERATION);
        for (int look = 0; look < Spin.LOOKS && records.state(record) == ARRIVED; look++) {
            Spin.pause(look);
        }
        while (records.state(record) == ARRIVED) {
            boolean givesUp = Thread.currentThread().isInterrupted() || Deadlines.remaining(deadline) <= 0;
            if (!givesUp && Futex.await(state.address(GENERATION), generation,
                    Deadlines.slice(deadline)) != Futex.Wakeup.TIMED_OUT) {
                generation = state.get(GENERATION);
                continue;
            }
            state.enter();
            boolean wakes = breakIfSomebodyDied();
            if (givesUp && records.state(record) == ARRIVED) {
                breakInside();
                wakes = true;
            }
            leave(wakes);
        }
    }

    /** Removes what dead processes left; breaks the barrier if it was theirs to come. Inside of a change. */
    private boolean breakIfSomebodyDied() {
        boolean missing = false;
        int knownToLive = records.self();
        for (int record = records.next(0); record != Records.NONE; record = records.next(record + 1)) {
            int member = records.member(record);
            if (member != knownToLive && !records.isMemberAlive(member)) {
                missing |= records.state(record) == ARRIVED || records.state(record) == REGISTERED;
                records.remove(record);
            } else {
                knownToLive = member;
            }
        }
        if (missing) {
            breakInside();
        }
        return missing;
    }

    private void breakInside() {
        end(FAILED);
        state.set(BROKEN, 1);
    }

    /** Ends the generation: its arrivals get their fate. Inside of a change. */
    private void end(int fate) {
        for (int record = records.next(0); record != Records.NONE; record = records.next(record + 1)) {
            if (records.state(record) == ARRIVED) {
                records.setState(record, fate);
            }
        }
        state.set(ARRIVALS, 0);
        state.set(GENERATION, state.get(GENERATION) + 1);
    }

    private void leave(boolean wakes) {
        state.leave();
        if (wakes) {
            FaultPoint.reached(FaultPoint.BARRIER_RELEASED);
            Futex.wake(state.address(GENERATION), Integer.MAX_VALUE);
        }
    }

    /** Breaks the barrier: who waits, and who comes until {@link #reset}, gets {@link BrokenBarrierException}. */
    public void abort() {
        state.enter();
        breakInside();
        leave(true);
    }

    /** Makes the barrier as new. Who waits gets {@link BrokenBarrierException}. */
    public void reset() {
        state.enter();
        end(FAILED);
        state.set(BROKEN, 0);
        leave(true);
    }

    /** Whether it is broken. */
    public boolean isBroken() {
        return state.get(BROKEN) != 0;
    }

    /** How many parties have to come. */
    public int getParties() {
        return parties;
    }

    /** How many wait now. */
    public int getNumberWaiting() {
        return state.get(ARRIVALS);
    }

    private BrokenBarrierException broken() {
        return new BrokenBarrierException("A party gave up, its process died, or somebody aborted or reset it: " + this
                + ". When all know, reset() makes it usable again.");
    }

    /** Gives its memory back; see {@link RobustLock#free}. */
    public void free() {
        state.block().free();
    }

    /** {@code ProcessBarrier[2 of 5 wait]}, {@code ProcessBarrier[broken]}. */
    @Override
    public String toString() {
        return KIND + "[" + (isBroken() ? "broken" : getNumberWaiting() + " of " + parties + " wait") + "]";
    }

    @Serial
    private Object writeReplace() {
        return new Handle(state.block(), parties, action, timeoutNanos);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }
}
