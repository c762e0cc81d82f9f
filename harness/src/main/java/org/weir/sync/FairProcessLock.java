package org.weir.sync;

import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * A reentrant lock between processes and threads that is handed over in the order in which they came, as long as no more
 * than {@value FifoState#WAITERS} threads wait; {@link #tryLock()} alone comes before those that wait.
 *
 * <p>The price of the order is that every hand-over waits for a thread to wake up: use it where nobody may be kept waiting
 * by others that come again and again, and {@link ReentrantProcessLock} where throughput counts.
 */
public final class FairProcessLock extends FifoLock {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "FairProcessLock";

    private FairProcessLock(SharedBlock block) {
        super(block);
    }

    private record Handle(SharedBlock block) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new FairProcessLock(Blocks.checked(block, KIND, FifoState.size()));
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
        return new FairProcessLock(SharedBlock.allocate(KIND, name, FifoState.size()));
    }

    /** How many threads wait in order, as of some moment; those of dead processes perhaps included. */
    public int getQueueLength() {
        return state.waiters();
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
