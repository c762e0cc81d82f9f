package org.weir.sync;

import org.weir.memory.SharedBlock;

import java.io.Serial;

/** A reentrant lock that is handed over in the order in which they came who want it: the one of {@link FifoOwners}. */
abstract sealed class FifoLock extends RobustLock permits FairProcessLock, ProcessReadWriteLock.WriteLock {

    @Serial
    private static final long serialVersionUID = 1;

    final transient FifoState state;
    final transient FifoOwners owners;

    FifoLock(SharedBlock block) {
        super(block);
        state = new FifoState(block);
        owners = new FifoOwners(state);
    }

    @Override
    OwnedWord.Result take(long deadline, OwnedWord.OnDeath onDeath) {
        return owners.takeUninterruptibly(FifoOwners.Mode.WRITE, deadline, onDeath);
    }

    @Override
    OwnedWord.Result takeInterruptibly(long deadline, OwnedWord.OnDeath onDeath) throws InterruptedException {
        return owners.take(FifoOwners.Mode.WRITE, deadline, onDeath, true);
    }

    @Override
    OwnedWord.Result takeNow() {
        return owners.takeNow(FifoOwners.Mode.WRITE, OwnedWord.OnDeath.REFUSE);
    }

    @Override
    boolean giveBack() {
        return owners.giveBack();
    }

    @Override
    int giveBackAll() {
        return owners.giveBackAll();
    }

    @Override
    void setHolds(int holds) {
        owners.setHolds(holds);
    }

    /** How often the calling thread holds it; 0 if another does, or nobody. */
    public int getHoldCount() {
        return state.holds();
    }

    @Override
    void makeConsistent() {
        owners.makeConsistent();
    }

    @Override
    boolean isConsistent() {
        return state.isConsistent();
    }

    @Override
    public boolean isLocked() {
        return state.isTaken();
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return state.isHeld();
    }

    @Override
    String state() {
        return state.describe();
    }
}
