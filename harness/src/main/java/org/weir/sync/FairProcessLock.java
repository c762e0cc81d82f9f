package org.weir.sync;

import org.weir.memory.MemberInfo;
import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;

/**
 * A reentrant lock between processes and threads that is handed over in the order in which they came, as long as no more
 * than {@value FifoOwners#RECORDS} threads wait; {@link #tryLock()} alone comes before those that wait.
 *
 * <p>The price of the order is that every hand-over waits for a thread to wake up: use it where nobody may be kept waiting
 * by others that come again and again, and {@link ReentrantProcessLock} where throughput counts.
 */
public final class FairProcessLock extends RobustLock {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "FairProcessLock";

    private final transient FifoOwners owners;

    private FairProcessLock(SharedBlock block) {
        super(block);
        owners = new FifoOwners(block);
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new FairProcessLock(Blocks.checked(block, KIND, FifoOwners.size()));
        }
    }

    /**
     * A free lock: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static FairProcessLock create() {
        return create("");
    }

    /** As {@link #create()}, with the name of the object in a scenario's state; "" for none. */
    public static FairProcessLock create(String name) {
        return new FairProcessLock(SharedBlock.allocate(KIND, name, FifoOwners.size()));
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
        return owners.holds();
    }

    /** How many threads wait in order, as of some moment; those of dead processes perhaps included. */
    public int getQueueLength() {
        return owners.waiters();
    }

    @Override
    void makeConsistent() {
        owners.makeConsistent();
    }

    @Override
    boolean isConsistent() {
        return owners.isConsistent();
    }

    @Override
    public boolean isLocked() {
        return owners.isTaken();
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return owners.isHeld();
    }

    @Override
    Optional<MemberInfo> owner() {
        return owners.owner();
    }

    @Override
    long ownerThread() {
        return owners.ownerThread();
    }

    @Override
    String state() {
        return owners.describe();
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
