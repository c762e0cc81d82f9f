package org.weir.process;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.Comparator;

/** This JVM's threads with their whole stacks, the locks they hold and wait for, and the deadlocks among them. */
final class ThreadDump {

    private ThreadDump() {}

    static String take() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        ThreadInfo[] all = threads.dumpAllThreads(true, true);
        Arrays.sort(all, Comparator.comparingLong(ThreadInfo::getThreadId));
        StringBuilder text = new StringBuilder(4096);
        text.append("Threads of pid ").append(ProcessHandle.current().pid()).append('\n');
        for (ThreadInfo thread : all) {
            append(text, thread);
        }
        long[] deadlocked = threads.findDeadlockedThreads();
        if (deadlocked != null) {
            text.append("\nDEADLOCK between threads ").append(Arrays.toString(deadlocked)).append('\n');
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ThreadInfo thread) {
        text.append("\n\"").append(thread.getThreadName()).append("\" #").append(thread.getThreadId());
        text.append(thread.isDaemon() ? " daemon " : " ").append(thread.getThreadState());
        LockInfo wanted = thread.getLockInfo();
        if (wanted != null) {
            text.append(" on ").append(wanted);
        }
        if (thread.getLockOwnerName() != null) {
            text.append(" held by \"").append(thread.getLockOwnerName()).append("\" #").append(thread.getLockOwnerId());
        }
        text.append('\n');
        StackTraceElement[] stack = thread.getStackTrace();
        MonitorInfo[] monitors = thread.getLockedMonitors();
        for (int depth = 0; depth < stack.length; depth++) {
            text.append("    at ").append(stack[depth]).append('\n');
            for (MonitorInfo monitor : monitors) {
                if (monitor.getLockedStackDepth() == depth) {
                    text.append("    - locked ").append(monitor).append('\n');
                }
            }
        }
        for (LockInfo lock : thread.getLockedSynchronizers()) {
            text.append("    holds ").append(lock).append('\n');
        }
    }
}
