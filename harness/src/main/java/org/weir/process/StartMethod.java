package org.weir.process;

import java.util.List;

/** How a process comes into being. */
public enum StartMethod {

    /** A fresh JVM. What {@code spawn} is in the original. */
    SPAWN,

    /**
     * A JVM that was started ahead with the same options, environment and directory, and is used once: the counterpart
     * of {@code forkserver}. Where none is ready or about to be, the process is {@link #SPAWN}ed, and
     * {@link JvmProcess#startMethod()} and {@link ProcessInfo#startMethod()} say so.
     */
    WARM,

    /**
     * Refused. A fork copies one thread, and a JVM without its compiler, collector and signal threads, with their
     * locks held for ever, does not run. The name is here so that the refusal can explain itself.
     */
    FORK;

    /** The methods that work here, the default one first. */
    public static List<StartMethod> available() {
        return JvmProcess.defaultStartMethod() == WARM ? List.of(WARM, SPAWN) : List.of(SPAWN, WARM);
    }

    /**
     * This method.
     *
     * @throws UnsupportedOperationException if this is {@link #FORK}
     */
    StartMethod requireSupported() {
        if (this == FORK) {
            throw new UnsupportedOperationException("A JVM cannot be forked: the copy would have one thread and the"
                    + " locks of all others. Use StartMethod.WARM, which takes a JVM that was started ahead, or"
                    + " StartMethod.SPAWN. What the child needs is passed as arguments or captured by the lambda.");
        }
        return this;
    }
}
