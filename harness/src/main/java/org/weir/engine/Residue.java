package org.weir.engine;

import java.time.Duration;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * What a scenario has left in its JVM when its samples are over: threads, child processes, changed system properties. A
 * JVM with any of it is not handed on. What the static fields of the scenario's own classes hold is not looked at: it
 * outlives a sample, and so outlives a configuration.
 */
final class Residue {
    /** A thread that ends by itself may take this long. */
    private static final Duration PATIENCE = Duration.ofMillis(100);
    private static final long POLL_NANOS = 1_000_000;
    /** Threads of the JDK and of Weir's launcher, which serve whoever comes next. */
    private static final Set<String> SERVANTS = Set.of("weir-control", "weir-connect", "weir-control-server",
            "weir-starter", "weir-standbys", "process reaper", "Common-Cleaner", "CompletableFutureDelayScheduler",
            "Attach Listener");

    private final Set<Thread> threads = Thread.getAllStackTraces().keySet();
    private final Properties properties = (Properties) System.getProperties().clone();

    /** Whether everything is as it was when this object was made; waits a little for threads that are about to end. */
    boolean isNone() {
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!left().isEmpty()) {
            if (System.nanoTime() - giveUp >= 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return ForkJoinPool.commonPool().isQuiescent() && ProcessHandle.current().children().findAny().isEmpty()
                && properties.equals(System.getProperties());
    }

    private Set<Thread> left() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> !threads.contains(thread) && !isServant(thread))
                .collect(Collectors.toSet());
    }

    private static boolean isServant(Thread thread) {
        String name = thread.getName();
        return SERVANTS.contains(name) || name.startsWith("process reaper")
                || name.startsWith("ForkJoinPool.commonPool")
                || thread == Thread.currentThread();
    }
}
