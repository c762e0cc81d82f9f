package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.MemberInfo;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.os.Futex;
import org.weir.sync.OwnedWord.OnDeath;
import org.weir.sync.OwnedWord.Result;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One owner, or many readers, and all who wait for either in the order in which they came: the state under the fair lock
 * and the read-write lock.
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
 * <p><b>Crowds.</b> With all {@value #RECORDS} records taken, further threads look every millisecond whether one is
 * free; among those there is no order.
 */
final class FifoOwners implements SharedObject {

    /** How many threads can wait in order, or read, at a time. */
    static final int RECORDS = 64;

    private static final int OWNER = 0;
    private static final int THREAD = 1;
    private static final int HOLDS = 2;
    private static final int CONDITION = 3;
    private static final int TABLE = 4;
    private static final int FIELDS = TABLE + Records.fields(RECORDS);
    private static final int CHANGES = 3 * RECORDS + 16;

    private static final int NOBODY = 0;

    /** What a record wants or has. The numbers of those that have are how often. */
    private static final int WANTS_WRITE = 1;
    private static final int WANTS_READ = 2;
    private static final int GRANTED_WRITE = 3;
    private static final int GRANTED_READ = 4;
    private static final int HAS_READ = 5;

    /** Values of {@link #CONDITION}. */
    private static final int FINE = 0;
    private static final int INCONSISTENT = 1;
    private static final int BROKEN = 2;

    private static final long CROWD_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

    private final Journaled state;
    private final Records records;
    private final int self;

    /** What a thread wants. */
    enum Mode {
        READ(WANTS_READ), WRITE(WANTS_WRITE);

        private final int wish;

        Mode(int wish) {
            this.wish = wish;
        }
    }

    FifoOwners(SharedBlock block) {
        state = new Journaled(block, CHANGES);
        records = new Records(state, TABLE, RECORDS);
        self = records.self();
    }

    static long size() {
        return Journaled.size(CHANGES, FIELDS);
    }

    /** Takes the lock, waiting in order until {@code deadline}. */
    Result take(Mode mode, long deadline, OnDeath onDeath, boolean interruptibly) throws InterruptedException {
        if (interruptibly && Thread.interrupted()) {
            throw new InterruptedException();
        }
        while (true) {
            int record = Records.NONE;
            state.enter();
            long wakes = settle();
            Result result = takeInside(mode, onDeath, false);
            if (result == Result.TIMED_OUT && Deadlines.remaining(deadline) > 0) {
                record = records.add(mode.wish, 0);
            }
            leave(wakes);
            if (record != Records.NONE) {
                return await(record, deadline, onDeath, interruptibly);
            }
            if (result != Result.TIMED_OUT || Deadlines.remaining(deadline) <= 0) {
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
        long wakes = settle();
        Result result = takeInside(mode, onDeath, true);
        leave(wakes);
        return result;
    }

    private Result takeInside(Mode mode, OnDeath onDeath, boolean barging) {
        if (state.get(CONDITION) == BROKEN) {
            return Result.BROKEN;
        }
        int owner = state.get(OWNER);
        if (owner != NOBODY) {
            if (isHeld()) {
                return mode == Mode.WRITE ? holdAgain() : read();
            }
            if (records.isMemberAlive(owner)) {
                return Result.TIMED_OUT;
            }
            if (onDeath == OnDeath.REFUSE) {
                return Result.ABANDONED;
            }
            own(self, Records.currentThread());
            state.set(CONDITION, INCONSISTENT);
            return Result.TAKEN_OVER;
        }
        boolean queue = !barging && first() != Records.NONE;
        if (mode == Mode.READ) {
            return queue && ownReadRecord() == Records.NONE ? Result.TIMED_OUT : read();
        }
        if (queue || isRead()) {
            return Result.TIMED_OUT;
        }
        own(self, Records.currentThread());
        return Result.TAKEN;
    }

    private Result holdAgain() {
        int holds = state.get(HOLDS);
        if (holds == Integer.MAX_VALUE) {
            throw inLeaving(new IllegalStateException("This thread holds the lock " + holds + " times."));
        }
        state.set(HOLDS, holds + 1);
        return Result.TAKEN;
    }

    private Result read() {
        int record = ownReadRecord();
        if (record == Records.NONE) {
            return records.add(HAS_READ, 1) == Records.NONE ? Result.TIMED_OUT : Result.TAKEN;
        }
        records.setNumber(record, records.number(record) + 1);
        return Result.TAKEN;
    }

    private <T extends RuntimeException> T inLeaving(T thrown) {
        leave(0);
        return thrown;
    }

    private Result await(int record, long deadline, OnDeath onDeath, boolean interruptibly)
            throws InterruptedException {
        for (int look = 0; look < Spin.LOOKS && isWaiting(records.state(record)); look++) {
            Spin.pause(look);
        }
        boolean mayHaveDied = false;
        while (true) {
            int now = records.state(record);
            boolean interrupted = interruptibly && Thread.currentThread().isInterrupted();
            if (isWaiting(now) && !mayHaveDied && !interrupted && Deadlines.remaining(deadline) > 0) {
                mayHaveDied = Futex.await(records.stateAddress(record), now,
                        Deadlines.slice(deadline)) == Futex.Wakeup.TIMED_OUT;
                continue;
            }
            mayHaveDied = false;
            if (!isWaiting(now)) {
                FaultPoint.reached(FaultPoint.LOCK_GRANTED);
            }
            state.enter();
            long wakes = settle();
            Result result = acknowledge(record, onDeath);
            boolean gaveUp = result == Result.TIMED_OUT && (interrupted || Deadlines.remaining(deadline) <= 0);
            if (gaveUp) {
                records.remove(record);
                wakes |= settle();
            }
            leave(wakes);
            if (gaveUp && interrupted) {
                Thread.interrupted();
                throw new InterruptedException();
            }
            if (gaveUp || result != Result.TIMED_OUT) {
                return result;
            }
        }
    }

    private Result acknowledge(int record, OnDeath onDeath) {
        switch (records.state(record)) {
            case GRANTED_WRITE -> records.remove(record);
            case GRANTED_READ -> records.setState(record, HAS_READ);
            default -> {
                return stillWaits(record, onDeath);
            }
        }
        return Result.TAKEN;
    }

    private Result stillWaits(int record, OnDeath onDeath) {
        int owner = state.get(OWNER);
        Result result = Result.TIMED_OUT;
        if (state.get(CONDITION) == BROKEN) {
            result = Result.BROKEN;
        } else if (owner != NOBODY && !records.isMemberAlive(owner)) {
            result = onDeath == OnDeath.REFUSE ? Result.ABANDONED : Result.TAKEN_OVER;
        }
        if (result == Result.TAKEN_OVER) {
            own(self, Records.currentThread());
            state.set(CONDITION, INCONSISTENT);
        }
        if (result != Result.TIMED_OUT) {
            records.remove(record);
        }
        return result;
    }

    /** Gives back one hold of the owner; the last one goes to whoever is next. False if the thread has none. */
    boolean giveBack() {
        if (!isHeld()) {
            return false;
        }
        state.enter();
        int holds = state.get(HOLDS);
        long wakes = 0;
        if (holds > 1) {
            state.set(HOLDS, holds - 1);
        } else {
            boolean breaks = state.get(CONDITION) == INCONSISTENT;
            state.set(OWNER, NOBODY);
            if (breaks) {
                state.set(CONDITION, BROKEN);
                wakes = waiting();
            } else {
                wakes = handOver();
            }
        }
        leave(wakes);
        return true;
    }

    /** Gives back all holds of the owner, which the calling thread is; says how many there were. */
    int giveBackAll() {
        int holds = state.get(HOLDS);
        setHolds(1);
        giveBack();
        return holds;
    }

    /** Makes it so many holds; the calling thread is the owner. */
    void setHolds(int holds) {
        state.enter();
        state.set(HOLDS, holds);
        leave(0);
    }

    /** Gives back one hold of a reader. False if the thread has none. */
    boolean giveBackRead() {
        state.enter();
        int record = ownReadRecord();
        long wakes = 0;
        if (record != Records.NONE) {
            int reads = records.number(record) - 1;
            records.setNumber(record, reads);
            if (reads == 0) {
                records.remove(record);
                wakes = settle();
            }
        }
        leave(wakes);
        return record != Records.NONE;
    }

    void makeConsistent() {
        state.enter();
        state.set(CONDITION, FINE);
        leave(0);
    }

    boolean isConsistent() {
        return state.get(CONDITION) == FINE;
    }

    /** Throws away what dead processes have left, and hands over the lock if that makes it free; says whom to wake. */
    private long settle() {
        int owner = state.get(OWNER);
        if (owner != NOBODY && owner != self && state.get(CONDITION) == FINE) {
            int granted = records.of(owner, state.get(THREAD), GRANTED_WRITE);
            if (granted != Records.NONE && !records.isMemberAlive(owner)) {
                records.remove(granted);
                state.set(OWNER, NOBODY);
                owner = NOBODY;
            }
        }
        if (owner != NOBODY || state.get(CONDITION) == BROKEN) {
            return 0;
        }
        return handOver();
    }

    private long handOver() {
        long wakes = 0;
        while (true) {
            int next = first();
            if (next == Records.NONE) {
                return wakes;
            }
            if (!records.isAlive(next)) {
                records.remove(next);
            } else if (records.state(next) == WANTS_READ) {
                records.setState(next, GRANTED_READ);
                records.setNumber(next, 1);
                wakes |= 1L << next;
            } else if (isRead()) {
                return wakes;
            } else {
                own(records.member(next), records.thread(next));
                records.setState(next, GRANTED_WRITE);
                return wakes | 1L << next;
            }
        }
    }

    private void leave(long wakes) {
        state.leave();
        if (wakes != 0) {
            FaultPoint.reached(FaultPoint.LOCK_RELEASED);
        }
        for (long left = wakes; left != 0; left &= left - 1) {
            Futex.wake(records.stateAddress(Long.numberOfTrailingZeros(left)), 1);
        }
    }

    private void own(int member, int thread) {
        state.set(THREAD, thread);
        state.set(HOLDS, 1);
        state.set(OWNER, member);
    }

    /** The waiting record that came first. */
    private int first() {
        int writer = records.first(WANTS_WRITE);
        int reader = records.first(WANTS_READ);
        boolean readerFirst = writer == Records.NONE
                || (reader != Records.NONE && records.isBefore(reader, writer));
        return readerFirst ? reader : writer;
    }

    private long waiting() {
        long waiting = 0;
        for (int record = records.next(0); record != Records.NONE; record = records.next(record + 1)) {
            waiting |= isWaiting(records.state(record)) ? 1L << record : 0;
        }
        return waiting;
    }

    /** Whether a living process reads; the records of dead ones are thrown away. Nobody owns the lock. */
    private boolean isRead() {
        boolean isRead = false;
        int knownToLive = self;
        for (int record = records.next(0); record != Records.NONE; record = records.next(record + 1)) {
            if (!isWaiting(records.state(record))) {
                int member = records.member(record);
                if (member == knownToLive || records.isMemberAlive(member)) {
                    knownToLive = member;
                    isRead = true;
                } else {
                    records.remove(record);
                }
            }
        }
        return isRead;
    }

    private int ownReadRecord() {
        return records.of(self, Records.currentThread(), HAS_READ);
    }

    private static boolean isWaiting(int has) {
        return has == WANTS_READ || has == WANTS_WRITE;
    }

    /** Whether the calling thread owns it. */
    boolean isHeld() {
        return state.get(OWNER) == self && state.get(THREAD) == Records.currentThread();
    }

    /** How often the calling thread owns it. */
    int holds() {
        return isHeld() ? state.get(HOLDS) : 0;
    }

    /** How many hold it to read, as of some moment; dead ones may be among them. */
    int readers() {
        return records.count(HAS_READ);
    }

    /** How many wait, as of some moment; dead ones may be among them. */
    int waiters() {
        return records.count(WANTS_READ) + records.count(WANTS_WRITE);
    }

    /** How often the calling thread holds it to read. */
    int readHolds() {
        int record = ownReadRecord();
        return record == Records.NONE ? 0 : records.number(record);
    }

    boolean isTaken() {
        return state.get(OWNER) != NOBODY || state.get(CONDITION) == BROKEN;
    }

    Optional<MemberInfo> owner() {
        return records.members().info(state.get(OWNER));
    }

    long ownerThread() {
        return Integer.toUnsignedLong(state.get(THREAD));
    }

    /** Who owns it, for people. */
    String describe() {
        int owner = state.get(OWNER);
        int thread = state.get(THREAD);
        String recovering = state.get(CONDITION) == FINE ? "" : ", which recovers it";
        if (state.get(CONDITION) == BROKEN) {
            return "broken";
        }
        if (owner == NOBODY) {
            int readers = readers();
            return readers == 0 ? "free" : "read by " + readers + (readers == 1 ? " thread" : " threads");
        }
        if (isHeld()) {
            return "held by this thread" + recovering;
        }
        if (owner == self) {
            return "held by thread #" + Integer.toUnsignedString(thread) + " of this process" + recovering;
        }
        String process = records.members().info(owner).map(MemberInfo::toString).orElse("a process that has ended");
        return records.isMemberAlive(owner)
                ? "held by thread #" + Integer.toUnsignedString(thread) + " of " + process + recovering
                : "abandoned by " + process;
    }
}
