package org.weir.scenario;

import java.util.Objects;

/** Marks places in the code at which a {@link Fault} may be done. */
public final class Faults {
    private Faults() {}

    /**
     * A place with a name. If the scenario declares a {@link Fault} at a point of this name for the actor whose JVM gets
     * here, the fault is done before this method returns, or it never returns. Otherwise, and outside a scenario, nothing
     * happens: the price is one read of a static field, so that points may stay in production code.
     *
     * <pre>{@code
     * ring.put(1);
     * Faults.point("between");
     * ring.put(2);
     * }</pre>
     *
     * @param name the name; any number of places may share it
     */
    public static void point(String name) {
        FaultPoints.Listener listener = FaultPoints.listener();
        if (listener != null) {
            listener.reached(Objects.requireNonNull(name, "name"));
        }
    }
}
