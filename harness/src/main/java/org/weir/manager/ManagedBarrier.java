package org.weir.manager;

import java.io.Serial;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeoutException;

/**
 * A barrier in a manager. It breaks when a party that waits is interrupted, dies or waits too long, and stays broken
 * until {@link #reset}. See {@link ManagedObject} for errors and threads.
 */
public final class ManagedBarrier extends AbstractProxy {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedBarrier(Remote remote) {
        super(remote);
    }

    /**
     * Waits for the other parties, for as long as the barrier was made with.
     *
     * @return how many were still to come, 0 for the last; each number once in a pass
     * @throws BrokenBarrierException if it is broken, or breaks meanwhile
     * @throws TimeoutException if this party waited too long, and so broke it
     */
    public int await() throws InterruptedException, BrokenBarrierException, TimeoutException {
        return arrive(FOREVER, "awaitDefault");
    }

    /** As {@link #await()}, for at most {@code timeout}. */
    public int await(Duration timeout) throws InterruptedException, BrokenBarrierException, TimeoutException {
        long nanos = nanos(timeout);
        return arrive(nanos, "await", nanos);
    }

    private int arrive(long nanos, String operation, Object... arguments) throws InterruptedException,
            BrokenBarrierException, TimeoutException {
        try {
            return cast(remote().call(Remote.Wait.INTERRUPTIBLE, nanos, operation, arguments));
        } catch (InterruptedException | BrokenBarrierException | TimeoutException expected) {
            throw expected;
        } catch (Throwable thrown) {
            throw Remote.unchecked(thrown);
        }
    }

    /** Breaks it: who waits or comes gets a {@link BrokenBarrierException}. */
    public void abort() {
        Object _ = remote().call("abort");
    }

    /** Makes it as new; who waits gets a {@link BrokenBarrierException}. */
    public void reset() {
        Object _ = remote().call("reset");
    }

    /** Whether it is broken. */
    public boolean isBroken() {
        return remote().test("isBroken");
    }

    /** How many have to come. */
    public int parties() {
        return remote().count("parties");
    }

    /** How many wait. */
    public int waiting() {
        return remote().count("waiting");
    }
}
