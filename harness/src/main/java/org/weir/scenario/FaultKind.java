package org.weir.scenario;

/** What a fault does to the JVM of an actor. */
public enum FaultKind {
    /** SIGKILL: the process is gone at once, without running anything more. */
    KILL,
    /** SIGTERM: the process is asked to end and runs its shutdown hooks. */
    TERMINATE,
    /** SIGSTOP, then SIGCONT after a while: the process stands still and does not know it. */
    STOP
}
