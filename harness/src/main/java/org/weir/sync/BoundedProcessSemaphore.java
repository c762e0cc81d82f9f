package org.weir.sync;

import org.weir.memory.SharedBlock;

import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;

/**
 * A semaphore that never has more permits than at first: {@code multiprocessing.BoundedSemaphore}. A release beyond that
 * throws {@link IllegalStateException} and changes nothing, since it shows that somebody released what he had not
 * acquired; the original raises {@code ValueError}.
 */
public final class BoundedProcessSemaphore extends ProcessSemaphore {

    @Serial
    private static final long serialVersionUID = 1;
    private static final String KIND = "BoundedProcessSemaphore";

    private final transient int bound;

    private BoundedProcessSemaphore(SharedBlock block, int mostLeases, int bound) {
        super(block, mostLeases);
        this.bound = bound;
    }

    private record Handle(SharedBlock block, int mostLeases, int bound) implements Serializable {
        @Serial
        private Object readResolve() throws InvalidObjectException {
            return new BoundedProcessSemaphore(checked(block, KIND, mostLeases), mostLeases, bound);
        }
    }

    /**
     * A semaphore: part of the state of a scenario that is under construction on this thread, else in the current realm.
     *
     * @param permits how many there are at first, and at most; 0 or more
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     */
    public static BoundedProcessSemaphore create(int permits) {
        return create("", permits);
    }

    /** As {@link #create(int)}, with the name of the object in a scenario's state; "" for none. */
    public static BoundedProcessSemaphore create(String name, int permits) {
        int leases = leasesFor(permits);
        BoundedProcessSemaphore semaphore = new BoundedProcessSemaphore(
                SharedBlock.allocate(KIND, name, size(leases)), leases, permits);
        semaphore.begin(permits);
        return semaphore;
    }

    @Override
    int bound() {
        return bound;
    }

    @Serial
    @Override
    Object writeReplace() {
        return new Handle(block(), mostLeases(), bound);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw Blocks.travelsAsHandle(KIND);
    }
}
