package org.weir.manager;

import java.io.Serial;
import java.time.Duration;

/** A flag in a manager that can be waited for. See {@link ManagedObject} for errors and threads. */
public final class ManagedEvent extends AbstractProxy {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final long FOREVER = -1;

    ManagedEvent(Remote remote) {
        super(remote);
    }

    /** Whether it is set. */
    public boolean isSet() {
        return remote().test("isSet");
    }

    /** Sets it, and releases all that wait. */
    public void set() {
        Object _ = remote().call("set");
    }

    /** Clears it. Who waited when it was set is released even so. */
    public void clear() {
        Object _ = remote().call("clear");
    }

    /** Waits until it is set. */
    public void await() throws InterruptedException {
        Object _ = remote().callWaiting(FOREVER, "await", FOREVER);
    }

    /**
     * Waits until it is set, for at most {@code timeout}.
     *
     * @return whether it was set
     */
    public boolean await(Duration timeout) throws InterruptedException {
        long nanos = nanos(timeout);
        return cast(remote().callWaiting(nanos, "await", nanos));
    }
}
