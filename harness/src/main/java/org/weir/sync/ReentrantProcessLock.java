package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * A lock between processes and threads that its owner may take again: {@code multiprocessing.RLock}. It is free once it
 * was given back as often as it was taken. Barging, as {@link ProcessLock}.
 *
 * <p>Next to the {@linkplain OwnedWord owned word} lies the number of holds beyond the first, which only the owner reads
 * and writes; a dead owner's number goes with the recovery.
 */
public final class ReentrantProcessLock extends BargingLock {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ReentrantProcessLock";
    private static final int MORE_HOLDS = OwnedWord.BYTES;
    private static final int SIZE = MORE_HOLDS + Integer.BYTES;

    private ReentrantProcessLock(SharedBlock block) {
        super(block);
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ReentrantProcessLock(Blocks.checked(block, KIND, SIZE));
        }
    }

    /**
     * A free lock: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ReentrantProcessLock create() {
        return create("");
    }

    /** As {@link #create()}, with the name of the object in a scenario's state; "" for none. */
    public static ReentrantProcessLock create(String name) {
        return new ReentrantProcessLock(SharedBlock.allocate(KIND, name, SIZE));
    }

    /**
     * {@inheritDoc} The thread that holds it gets it again at once.
     *
     * @throws IllegalStateException if it holds it {@link Integer#MAX_VALUE} times already
     */
    @Override
    public void lock() {
        if (!words.tryTake(block.address())) {
            super.lock();
            return;
        }
        FaultPoint.reached(FaultPoint.LOCK_ACQUIRED);
    }

    @Override
    OwnedWord.Result take(long deadline, OwnedWord.OnDeath onDeath) {
        return hold() ? OwnedWord.Outcome.TAKEN : afresh(words.take(block.address(), deadline, onDeath));
    }

    @Override
    OwnedWord.Result takeInterruptibly(long deadline, OwnedWord.OnDeath onDeath) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        return hold() ? OwnedWord.Outcome.TAKEN
                : afresh(words.takeInterruptibly(block.address(), deadline, onDeath));
    }

    @Override
    OwnedWord.Result takeNow() {
        return hold() ? OwnedWord.Outcome.TAKEN : words.takeNow(block.address(), OwnedWord.OnDeath.REFUSE);
    }

    private OwnedWord.Result afresh(OwnedWord.Result result) {
        if (result == OwnedWord.Outcome.TAKEN_OVER) {
            Words.setInt(block.address() + MORE_HOLDS, 0);
        }
        return result;
    }

    private boolean hold() {
        long address = block.address();
        if (!words.isHeld(address)) {
            return false;
        }
        int more = Words.getInt(address + MORE_HOLDS);
        if (more == Integer.MAX_VALUE - 1) {
            throw new IllegalStateException("This thread holds the lock " + Integer.MAX_VALUE
                    + " times; it takes it in a loop, or never gives it back.");
        }
        Words.setInt(address + MORE_HOLDS, more + 1);
        return true;
    }

    @Override
    boolean giveBack() {
        long address = block.address();
        if (!words.isHeld(address)) {
            return false;
        }
        int more = Words.getInt(address + MORE_HOLDS);
        if (more > 0) {
            Words.setInt(address + MORE_HOLDS, more - 1);
            return true;
        }
        return words.giveBack(address);
    }

    @Override
    int giveBackAll() {
        long address = block.address();
        int holds = Words.getInt(address + MORE_HOLDS) + 1;
        setHolds(1);
        words.giveBack(address);
        return holds;
    }

    @Override
    void setHolds(int holds) {
        Words.setInt(block.address() + MORE_HOLDS, holds - 1);
    }

    /** How often the calling thread holds it; 0 if another does, or nobody. */
    public int getHoldCount() {
        long address = block.address();
        return words.isHeld(address) ? Words.getInt(address + MORE_HOLDS) + 1 : 0;
    }

    @Override
    String state() {
        int holds = getHoldCount();
        return words.describe(block.address()) + (holds == 0 ? "" : ", " + holds + (holds == 1 ? " hold" : " holds"));
    }

    @Serial
    private Object writeReplace() {
        return new Handle(block);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }
}
