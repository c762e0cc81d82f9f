package org.weir.process;

import org.weir.os.Processes;

/**
 * Who a process is: this one or its parent.
 *
 * @param name its name; {@code MainProcess} for the top-level JVM
 * @param pid its process id
 * @param daemon whether its parent ends it when it exits
 * @param startMethod how it really was started; {@link StartMethod#SPAWN} for the top-level JVM
 */
public record ProcessInfo(String name, long pid, boolean daemon, StartMethod startMethod) {

    /**
     * Whether the process exists. That of a parent is nearly always true: a child does not outlive it by more than
     * moments.
     */
    public boolean isAlive() {
        long own = ProcessHandle.current().pid();
        return pid == own || Processes.parentPid() == pid;
    }

    /** Such as {@code Process-1 (pid 4711)}. */
    @Override
    public String toString() {
        return name + " (pid " + pid + ")";
    }
}
