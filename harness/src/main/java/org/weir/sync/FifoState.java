package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.MemberInfo;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.os.Futex;

/**
 * Who owns, reads or waits, and to whom the lock goes next: the state that {@link FifoOwners} explains. Changed between
 * {@link #enter} and {@link #leave}; what only looks may be asked at any time.
 */
final class FifoState implements SharedObject {

    /** How many threads can wait in order, or read, at a time. */
    static final int RECORDS = 64;

    /** How many of those can wait: one place is for who owns the lock and reads too, and would wait for himself. */
    static final int WAITERS = RECORDS - 1;

    private static final int OWNER = 0;
    private static final int THREAD = 1;
    private static final int HOLDS = 2;
    private static final int CONDITION = 3;
    private static final int TABLE = 4;
    private static final int FIELDS = TABLE + Records.fields(RECORDS);
    private static final int CHANGES = 3 * RECORDS + 16;

    private static final int NOBODY = 0;

    /** What a record wants or has. The numbers of those that have are how often. */
    static final int WANTS_WRITE = 1;
    static final int WANTS_READ = 2;
    static final int GRANTED_WRITE = 3;
    static final int GRANTED_READ = 4;
    static final int HAS_READ = 5;

    /** Values of {@link #CONDITION}. */
    private static final int FINE = 0;
    private static final int INCONSISTENT = 1;
    private static final int BROKEN = 2;

    private final Journaled fields;
    private final Records records;
    private final int self;

    FifoState(SharedBlock block) {
        fields = new Journaled(block, CHANGES);
        records = new Records(fields, TABLE, RECORDS);
        self = records.self();
    }

    static long size() {
        return Journaled.size(CHANGES, FIELDS);
    }

    /** The records of those who wait or read. */
    Records records() {
        return records;
    }

    // ---- changes

    /** Begins a change; see {@link Journaled#enter}. */
    void enter() {
        fields.enter();
    }

    /** Makes the change final, and wakes those who wait with the records whose bits are set. */
    void leave(long wakes) {
        fields.leave();
        if (wakes != 0) {
            FaultPoint.reached(FaultPoint.LOCK_RELEASED);
        }
        for (long left = wakes; left != 0; left &= left - 1) {
            Futex.wake(records.stateAddress(Long.numberOfTrailingZeros(left)), 1);
        }
    }

    /** Throws away what dead processes have left, and hands over the lock if that makes it free; says whom to wake. */
    long settle() {
        int owner = fields.get(OWNER);
        if (owner != NOBODY && owner != self && isConsistent()) {
            int granted = records.of(owner, fields.get(THREAD), GRANTED_WRITE);
            if (granted != Records.NONE && !records.isMemberAlive(owner)) {
                records.remove(granted);
                fields.set(OWNER, NOBODY);
                owner = NOBODY;
            }
        }
        if (owner != NOBODY || isBroken()) {
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

    /** Adds a record of the calling thread that waits; {@link Records#NONE} if there is no room for it. */
    int queue(int wish) {
        return records.room() > RECORDS - WAITERS ? records.add(wish, 0) : Records.NONE;
    }

    /**
     * Throws away what dead processes have left in a table that is full, save what {@link #settle} looks at, which comes
     * before; says whether there was anything.
     */
    boolean makeRoom() {
        int room = records.room();
        if (room > RECORDS - WAITERS) {
            return false;
        }
        int knownToLive = self;
        for (int record = records.next(0); record != Records.NONE; record = records.next(record + 1)) {
            int member = records.member(record);
            if (member == knownToLive || records.isMemberAlive(member)) {
                knownToLive = member;
            } else if (records.state(record) != GRANTED_WRITE) {
                records.remove(record);
            }
        }
        return records.room() > room;
    }

    /** Makes the calling thread the owner, with one hold. */
    void own() {
        own(self, Records.currentThread());
    }

    /** Makes the calling thread the owner in the place of a dead one; the lock breaks if it is not made consistent. */
    void takeOver() {
        own();
        fields.set(CONDITION, INCONSISTENT);
    }

    private void own(int member, int thread) {
        fields.set(THREAD, thread);
        fields.set(HOLDS, 1);
        fields.set(OWNER, member);
    }

    /** Makes it so many holds of the owner. */
    void setHolds(int holds) {
        fields.set(HOLDS, holds);
    }

    /** Takes a hold from the owner; the last one goes to whoever is next. Says whom to wake. */
    long release() {
        int holds = fields.get(HOLDS);
        if (holds > 1) {
            fields.set(HOLDS, holds - 1);
            return 0;
        }
        boolean breaks = fields.get(CONDITION) == INCONSISTENT;
        fields.set(OWNER, NOBODY);
        if (breaks) {
            fields.set(CONDITION, BROKEN);
            return waiting();
        }
        return handOver();
    }

    void makeConsistent() {
        fields.set(CONDITION, FINE);
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
    boolean isRead() {
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

    /** The record of the calling thread that reads; {@link Records#NONE} if it does not. */
    int ownReadRecord() {
        return records.of(self, Records.currentThread(), HAS_READ);
    }

    /** Whether a record that says so waits. */
    static boolean isWaiting(int has) {
        return has == WANTS_READ || has == WANTS_WRITE;
    }

    // ---- looks

    /** Whether a process owns it, perhaps one that has died. */
    boolean isOwned() {
        return fields.get(OWNER) != NOBODY;
    }

    boolean isOwnerAlive() {
        return records.isMemberAlive(fields.get(OWNER));
    }

    /** Whether anybody waits. */
    boolean isWaitedFor() {
        return first() != Records.NONE;
    }

    boolean isConsistent() {
        return fields.get(CONDITION) == FINE;
    }

    boolean isBroken() {
        return fields.get(CONDITION) == BROKEN;
    }

    /** Whether the calling thread owns it. */
    boolean isHeld() {
        return fields.get(OWNER) == self && fields.get(THREAD) == Records.currentThread();
    }

    /** How often the calling thread owns it. */
    int holds() {
        return isHeld() ? fields.get(HOLDS) : 0;
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
        return isOwned() || isBroken();
    }

    /** The id of the member that owns it; 0 if none does. */
    int owner() {
        return fields.get(OWNER);
    }

    long ownerThread() {
        return Integer.toUnsignedLong(fields.get(THREAD));
    }

    /** Who owns it, for people. */
    String describe() {
        int owner = fields.get(OWNER);
        int thread = fields.get(THREAD);
        String recovering = isConsistent() ? "" : ", which recovers it";
        if (isBroken()) {
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
