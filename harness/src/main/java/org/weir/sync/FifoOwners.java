package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedObject;
import org.weir.os.Futex;
import org.weir.sync.OwnedWord.Abandoned;
import org.weir.sync.OwnedWord.OnDeath;
import org.weir.sync.OwnedWord.Outcome;
import org.weir.sync.OwnedWord.Result;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One owner, or many readers, and all who wait for either in the order in which they came: how the fair lock and
 * the read-write lock are taken and given back.
 *
 * <p><b>Records.</b> Whoever waits or reads has a record: its process, its thread, what it wants or has,
 * and a ticket. Waiters sleep on the state of their own record. Who gives the lock back hands it over: it makes
 * the waiter with the lowest ticket the owner, or all readers up to the next writer, and wakes those alone. A newcomer
 * queues behind whoever waits, readers behind a waiting writer too, so nobody starves; only a thread that reads already
 * may read again at once, since it would wait for itself.
 *
 * <p><b>Death.</b> Every change is one of {@link Journaled}. A dead waiter's record is thrown away when its turn comes.
 * A dead reader's too: it has changed nothing. A dead owner leaves the lock abandoned, unless it was handed the lock
 * and never came to know (its record still says so): then the lock goes on to the next.
 * Waiters look for all this before they sleep and whenever a slice of sleep ends.
 *
 * <p><b>Crowds.</b> With {@value FifoState#WAITERS} of the {@value FifoState#RECORDS} records taken, further threads look
 * every millisecond whether one is free, and now and then whether one is a dead process's; among those there is no order.
 * The last record is for who reads: the owner too, who would else wait for those that wait for him.
 */
final class FifoOwners implements SharedObject {

    private static final long CROWD_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PAUSES_PER_SLICE = (int) (Deadlines.SLICE / CROWD_PAUSE);

    private final FifoState state;
    private final Records records;

    /** What a thread wants. */
    enum Mode {
        READ(FifoState.WANTS_READ), WRITE(FifoState.WANTS_WRITE);

        private final int wish;

        Mode(int wish) {
            this.wish = wish;
        }
    }

    FifoOwners(FifoState state) {
        this.state = state;
        this.records = state.records();
    }

    /** Takes the lock, waiting in order until {@code deadline}. */
    Result take(Mode mode, long deadline, OnDeath onDeath, boolean interruptibly) throws InterruptedException {
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        for (int pauses = 0; true; pauses++) {
            int record = Records.NONE;
            state.enter();
            long wakes = state.settle();
            Result result = takeInside(mode, onDeath, false);
            if (result == Outcome.TIMED_OUT && pauses % PAUSES_PER_SLICE == 0 && state.makeRoom()) {
                result = takeInside(mode, onDeath, false);
            }
            if (result == Outcome.TIMED_OUT && Deadlines.remaining(deadline) > 0) {
                record = state.queue(mode.wish);
            }
            state.leave(wakes);
            if (record != Records.NONE) {
                return await(record, deadline, onDeath, interruptibly);
            }
            if (result != Outcome.TIMED_OUT || Deadlines.remaining(deadline) <= 0) {
                return result;
            }
            LockSupport.parkNanos(CROWD_PAUSE);
            if (interruptibly && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /** As {@link #take}, whatever becomes of the thread's interrupt. */
    Result takeUninterruptibly(Mode mode, long deadline, OnDeath onDeath) {
        try {
            return take(mode, deadline, onDeath, false);
        } catch (InterruptedException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** Takes the lock if that is possible now, before all who wait. */
    Result takeNow(Mode mode, OnDeath onDeath) {
        state.enter();
        long wakes = state.settle();
        Result result = takeInside(mode, onDeath, true);
        if (result == Outcome.TIMED_OUT && mode == Mode.READ && state.makeRoom()) {
            result = takeInside(mode, onDeath, true);
        }
        state.leave(wakes);
        return result;
    }

    private Result takeInside(Mode mode, OnDeath onDeath, boolean barging) {
        if (state.isBroken()) {
            return Outcome.BROKEN;
        }
        if (state.isOwned()) {
            if (state.isHeld()) {
                return mode == Mode.WRITE ? holdAgain() : read();
            }
            return whileOwned(onDeath);
        }
        boolean queue = !barging && state.isWaitedFor();
        if (mode == Mode.READ) {
            return queue && state.ownReadRecord() == Records.NONE ? Outcome.TIMED_OUT : read();
        }
        if (queue || state.isRead()) {
            return Outcome.TIMED_OUT;
        }
        state.own();
        return Outcome.TAKEN;
    }

    /** What a thread gets while another owns the lock: nothing, unless that one has died. */
    private Result whileOwned(OnDeath onDeath) {
        if (state.isOwnerAlive()) {
            return Outcome.TIMED_OUT;
        }
        if (onDeath == OnDeath.REFUSE) {
            return new Abandoned(state.owner(), state.ownerThread());
        }
        state.takeOver();
        return Outcome.TAKEN_OVER;
    }

    private Result holdAgain() {
        int holds = state.holds();
        if (holds == Integer.MAX_VALUE) {
            throw inLeaving(new IllegalStateException("This thread holds the lock " + holds + " times."));
        }
        state.setHolds(holds + 1);
        return Outcome.TAKEN;
    }

    private Result read() {
        int record = state.ownReadRecord();
        if (record == Records.NONE) {
            return records.add(FifoState.HAS_READ, 1) == Records.NONE ? Outcome.TIMED_OUT : Outcome.TAKEN;
        }
        records.setNumber(record, records.number(record) + 1);
        return Outcome.TAKEN;
    }

    private <T extends RuntimeException> T inLeaving(T thrown) {
        state.leave(0);
        return thrown;
    }

    private Result await(int record, long deadline, OnDeath onDeath, boolean interruptibly)
            throws InterruptedException {
        for (int look = 0; look < Spin.LOOKS && FifoState.isWaiting(records.state(record)); look++) {
            Spin.pause(look);
        }
        boolean mayHaveDied = false;
        while (true) {
            int now = records.state(record);
            boolean interrupted = interruptibly && Thread.currentThread().isInterrupted();
            if (FifoState.isWaiting(now) && !mayHaveDied && !interrupted && Deadlines.remaining(deadline) > 0) {
                mayHaveDied = Futex.await(records.stateAddress(record), now,
                        Deadlines.slice(deadline)) == Futex.Wakeup.TIMED_OUT;
                continue;
            }
            mayHaveDied = false;
            if (!FifoState.isWaiting(now)) {
                FaultPoint.reached(FaultPoint.LOCK_GRANTED);
            }
            state.enter();
            long wakes = state.settle();
            Result result = acknowledge(record, onDeath);
            boolean gaveUp = result == Outcome.TIMED_OUT && (interrupted || Deadlines.remaining(deadline) <= 0);
            if (gaveUp) {
                records.remove(record);
                wakes |= state.settle();
            }
            state.leave(wakes);
            if (gaveUp && interrupted) {
                Thread.interrupted();
                throw new InterruptedException();
            }
            if (gaveUp || result != Outcome.TIMED_OUT) {
                return result;
            }
        }
    }

    private Result acknowledge(int record, OnDeath onDeath) {
        switch (records.state(record)) {
            case FifoState.GRANTED_WRITE -> records.remove(record);
            case FifoState.GRANTED_READ -> records.setState(record, FifoState.HAS_READ);
            default -> {
                return stillWaits(record, onDeath);
            }
        }
        return Outcome.TAKEN;
    }

    private Result stillWaits(int record, OnDeath onDeath) {
        Result result = Outcome.TIMED_OUT;
        if (state.isBroken()) {
            result = Outcome.BROKEN;
        } else if (state.isOwned()) {
            result = whileOwned(onDeath);
        }
        if (result != Outcome.TIMED_OUT) {
            records.remove(record);
        }
        return result;
    }

    /** Gives back one hold of the owner; the last one goes to whoever is next. False if the thread has none. */
    boolean giveBack() {
        if (!state.isHeld()) {
            return false;
        }
        state.enter();
        state.leave(state.release());
        return true;
    }

    /** Gives back all holds of the owner, which the calling thread is; says how many there were. */
    int giveBackAll() {
        int holds = state.holds();
        setHolds(1);
        giveBack();
        return holds;
    }

    /** Makes it so many holds; the calling thread is the owner. */
    void setHolds(int holds) {
        state.enter();
        state.setHolds(holds);
        state.leave(0);
    }

    /** Gives back one hold of a reader. False if the thread has none. */
    boolean giveBackRead() {
        state.enter();
        int record = state.ownReadRecord();
        long wakes = 0;
        if (record != Records.NONE) {
            int reads = records.number(record) - 1;
            records.setNumber(record, reads);
            if (reads == 0) {
                records.remove(record);
                wakes = state.settle();
            }
        }
        state.leave(wakes);
        return record != Records.NONE;
    }

    void makeConsistent() {
        state.enter();
        state.makeConsistent();
        state.leave(0);
    }
}
