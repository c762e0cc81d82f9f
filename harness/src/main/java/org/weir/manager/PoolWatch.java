package org.weir.manager;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Sees to it that pools which nobody holds any more end soon. Only this JVM's collector knows that a pool is not held by
 * another object of the server either, and it may not run for hours; so it is asked to when a pool is held by no client:
 * after a second, and then more and more seldom until the pool is gone or held again.
 */
final class PoolWatch {

    private static final long PERIOD = Duration.ofMillis(500).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMinutes(5).toNanos();

    private final Server server;
    private boolean running;

    PoolWatch(Server server) {
        this.server = server;
    }

    /** A pool was made. */
    synchronized void begin() {
        if (!running) {
            running = true;
            Thread.ofPlatform().daemon().name("weir-manager-pools").start(this::watch);
        }
    }

    private synchronized boolean isOver() {
        running = !server.pools().isEmpty();
        return !running;
    }

    private void watch() {
        Set<Long> before = Set.of();
        long pause = PERIOD;
        long asked = System.nanoTime();
        while (!isOver()) {
            LockSupport.parkNanos(PERIOD);
            Set<Long> unheld = new HashSet<>(server.pools());
            unheld.removeIf(server::isHeld);
            long now = System.nanoTime();
            if (!unheld.equals(before)) {
                before = unheld;
                pause = PERIOD;
                asked = now;
            } else if (!unheld.isEmpty() && now - asked >= pause) {
                System.gc();
                asked = now;
                pause = Math.min(LONGEST_PAUSE, 2 * pause);
            }
        }
    }
}
