package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.memory.Words;
import org.weir.os.Futex;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;

/**
 * A flag that processes and threads wait for: {@code multiprocessing.Event}. Everything done before {@link #set} is seen by
 * those whom it lets go on.
 *
 * <p>One word: the lowest bit says whether it is set, the others count how often it was. A waiter goes on when it is set or
 * the count has changed, so that {@link #set} followed by {@link #clear} lets all go on that waited. Nobody owns anything,
 * so no death leaves anything behind, except between the store of {@code set} and its wake: waiters look for themselves
 * every 50 ms.
 *
 * <p><b>Waiting</b> is ended by interruption, at the latest 50 ms after it. Negative times count as 0; time is that of
 * {@link System#nanoTime()}.
 *
 * <p>Serializable: who reads it, in a process of the same realm, has the same event; see {@link RobustLock}. Created while
 * a scenario's state is under construction, it is a part of that.
 */
public final class ProcessEvent implements SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "ProcessEvent";

    private static final int SET = 1;
    private static final int ONE = 2;

    private final transient SharedBlock block;

    private ProcessEvent(SharedBlock block) {
        this.block = block;
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new ProcessEvent(Blocks.checked(block, KIND, Integer.BYTES));
        }
    }

    /**
     * An event that is not set: part of the state of a scenario that is under construction on this thread, else in the
     * current realm.
     *
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static ProcessEvent create() {
        return create("");
    }

    /** As {@link #create()}, with the name of the object in a scenario's state; "" for none. */
    public static ProcessEvent create(String name) {
        return new ProcessEvent(SharedBlock.allocate(KIND, name, Integer.BYTES));
    }

    /** Sets it, and lets all go on that wait. */
    public void set() {
        long address = block.address();
        while (true) {
            int word = Words.getIntVolatile(address);
            if ((word & SET) != 0) {
                return;
            }
            if (Words.compareAndSetInt(address, word, (word + ONE) | SET)) {
                FaultPoint.reached(FaultPoint.EVENT_SET);
                Futex.wake(address, Integer.MAX_VALUE);
                return;
            }
        }
    }

    /** Makes it not set. */
    public void clear() {
        Words.getAndBitwiseAndInt(block.address(), ~SET);
    }

    /** Whether it is set. */
    public boolean isSet() {
        return (Words.getIntVolatile(block.address()) & SET) != 0;
    }

    /** Waits until it is set. */
    public void await() throws InterruptedException {
        await(Deadlines.NEVER);
    }

    /**
     * Waits until it is set.
     *
     * @return false if it was not set in time
     */
    public boolean await(Duration timeout) throws InterruptedException {
        return await(Deadlines.in(timeout));
    }

    private boolean await(long deadline) throws InterruptedException {
        long address = block.address();
        int before = Words.getIntVolatile(address);
        int now = before;
        for (int look = 0; true; look++) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if ((now & SET) != 0 || now != before) {
                return true;
            }
            if (Deadlines.remaining(deadline) <= 0) {
                return false;
            }
            if (look < Spin.LOOKS) {
                Spin.pause(look);
            } else {
                Futex.await(address, now, Deadlines.slice(deadline));
            }
            now = Words.getIntVolatile(address);
        }
    }

    /** Gives its memory back; see {@link RobustLock#free}. */
    public void free() {
        block.free();
    }

    /** {@code ProcessEvent[set]} or {@code ProcessEvent[unset]}. */
    @Override
    public String toString() {
        return KIND + (isSet() ? "[set]" : "[unset]");
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
