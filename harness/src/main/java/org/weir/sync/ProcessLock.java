package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * A mutual exclusion lock between processes and threads, not reentrant: {@code multiprocessing.Lock}, with an owner.
 *
 * <p>Barging: who comes just when it is given back may get it before those that wait, and two processes that fight for
 * it take it many times in a row each. {@link FairProcessLock} hands over in order.
 *
 * <p>On two cores of an idle x86-64 virtual machine (JDK 25, C2): 174 million times a second taken and given back by one
 * thread, 118 million by two processes together that fight for it. CPython's lock, in the
 * same run: 12 and 2.7 million. {@code mvn -q -Pbench -pl stress-tests -am verify -DskipTests} measures it again.
 */
public final class ProcessLock extends BargingLock {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessLock";

    private ProcessLock(SharedBlock block) {
        super(block);
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ProcessLock(Blocks.checked(block, KIND, OwnedWord.BYTES));
        }
    }

    /**
     * A free lock: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ProcessLock create() {
        return create("");
    }

    /** As {@link #create()}, with the name of the object in a scenario's state; "" for none. */
    public static ProcessLock create(String name) {
        return new ProcessLock(SharedBlock.allocate(KIND, name, OwnedWord.BYTES));
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the calling thread holds it, and would wait for itself
     */
    @Override
    public void lock() {
        if (!words.tryTake(block.address())) {
            refuseHolder();
            super.lock();
            return;
        }
        FaultPoint.reached(FaultPoint.LOCK_ACQUIRED);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalMonitorStateException if the calling thread holds it, and would wait for itself
     */
    @Override
    public void lockInterruptibly() throws InterruptedException {
        refuseHolder();
        super.lockInterruptibly();
    }

    private void refuseHolder() {
        if (isHeldByCurrentThread()) {
            throw new IllegalMonitorStateException("This thread holds the ProcessLock already and would wait for"
                    + " itself; to take it more than once, use a ReentrantProcessLock.");
        }
    }

    @Override
    OwnedWord.Result take(long deadline, OwnedWord.OnDeath onDeath) {
        return words.take(block.address(), deadline, onDeath);
    }

    @Override
    OwnedWord.Result takeInterruptibly(long deadline, OwnedWord.OnDeath onDeath) throws InterruptedException {
        return words.takeInterruptibly(block.address(), deadline, onDeath);
    }

    @Override
    OwnedWord.Result takeNow() {
        return words.takeNow(block.address(), OwnedWord.OnDeath.REFUSE);
    }

    @Override
    boolean giveBack() {
        return words.giveBack(block.address());
    }

    @Override
    int giveBackAll() {
        words.giveBack(block.address());
        return 1;
    }

    @Override
    void setHolds(int holds) {
        throw new AssertionError("A ProcessLock is held once.");
    }

    @Override
    String state() {
        return words.describe(block.address());
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
