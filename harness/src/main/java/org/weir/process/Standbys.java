package org.weir.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * JVMs that were started ahead, by what they were started with. Each is used once. One thread starts the next ones,
 * and replaces those that ended while they waited.
 */
final class Standbys implements AutoCloseable {

    private static final int ATTEMPTS = 3;
    private static final Duration ALIVE_TIMEOUT = Duration.ofSeconds(2);

    private final Launch launch;
    private final int atOnce = Runtime.getRuntime().availableProcessors();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<JvmSpec, Shelf> shelves = new HashMap<>();
    private final Thread thread;
    private boolean closed;

    /** Starts a JVM without waiting for its hello. */
    @FunctionalInterface
    interface Launch {
        ChildJvm begin(JvmSpec spec) throws IOException;
    }

    private static final class Shelf {
        final ArrayDeque<ChildJvm> ready = new ArrayDeque<>();
        int wanted;
        int starting;
        int awaited;
        int failures;

        boolean isShort() {
            return failures < ATTEMPTS && ready.size() + starting < wanted;
        }
    }

    Standbys(Launch launch) {
        this.launch = launch;
        thread = Thread.ofPlatform().daemon().name("weir-standbys").unstarted(this::refill);
    }

    /** Keeps {@code count} JVMs of {@code spec} ready from now on, and lets go of those above that. */
    void keep(JvmSpec spec, int count) {
        List<ChildJvm> surplus = new ArrayList<>();
        lock.lock();
        try {
            if (closed) {
                return;
            }
            if (thread.getState() == Thread.State.NEW) {
                thread.start();
            }
            Shelf shelf = shelves.computeIfAbsent(spec, _ -> new Shelf());
            shelf.wanted = count;
            shelf.failures = 0;
            while (shelf.ready.size() > count) {
                surplus.add(shelf.ready.removeLast());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        surplus.forEach(ChildJvm::close);
    }

    /** As {@link #take}, but waits for one that is being started and that nobody else waits for. */
    Optional<ChildJvm> takeOrAwait(JvmSpec spec) {
        Optional<ChildJvm> taken = take(spec);
        if (taken.isPresent()) {
            return taken;
        }
        lock.lock();
        try {
            Shelf shelf = shelves.get(spec);
            if (shelf == null || shelf.starting <= shelf.awaited) {
                return Optional.empty();
            }
            shelf.awaited++;
            while (!closed && shelf.ready.isEmpty() && shelf.starting >= shelf.awaited) {
                changed.awaitUninterruptibly();
            }
            shelf.awaited--;
        } finally {
            lock.unlock();
        }
        return take(spec);
    }

    /** A standby of {@code spec} that has just proved to be alive; empty if there is none. */
    Optional<ChildJvm> take(JvmSpec spec) {
        while (true) {
            ChildJvm candidate;
            lock.lock();
            try {
                Shelf shelf = shelves.get(spec);
                candidate = shelf == null ? null : shelf.ready.poll();
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (candidate == null) {
                return Optional.empty();
            }
            if (candidate.answers(ALIVE_TIMEOUT)) {
                return Optional.of(candidate);
            }
            candidate.close();
        }
    }

    /** How many standbys of {@code spec} are to be ready. */
    int wanted(JvmSpec spec) {
        lock.lock();
        try {
            Shelf shelf = shelves.get(spec);
            return shelf == null ? 0 : shelf.wanted;
        } finally {
            lock.unlock();
        }
    }

    List<Long> pids(JvmSpec spec) {
        lock.lock();
        try {
            Shelf shelf = shelves.get(spec);
            return shelf == null ? List.of() : shelf.ready.stream().map(ChildJvm::pid).toList();
        } finally {
            lock.unlock();
        }
    }

    /** How many standbys of {@code spec} are ready. */
    int ready(JvmSpec spec) {
        lock.lock();
        try {
            Shelf shelf = shelves.get(spec);
            return shelf == null ? 0 : shelf.ready.size();
        } finally {
            lock.unlock();
        }
    }

    private void refill() {
        while (true) {
            JvmSpec spec;
            lock.lock();
            try {
                Optional<JvmSpec> next = nextToStart();
                while (next.isEmpty() && !closed) {
                    changed.awaitUninterruptibly();
                    next = nextToStart();
                }
                if (closed) {
                    return;
                }
                spec = next.orElseThrow();
                shelf(spec).starting++;
            } finally {
                lock.unlock();
            }
            begin(spec);
        }
    }

    private Optional<JvmSpec> nextToStart() {
        if (shelves.values().stream().mapToInt(shelf -> shelf.starting).sum() >= atOnce) {
            return Optional.empty();
        }
        return shelves.entrySet()
                .stream()
                .filter(entry -> entry.getValue().isShort())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    private void begin(JvmSpec spec) {
        try {
            ChildJvm child = launch.begin(spec);
            CompletableFuture<Hello> _ = child.link()
                    .hello()
                    .copy()
                    .orTimeout(JvmLauncher.HELLO_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .whenComplete((hello, failure) -> arrived(spec, child, failure == null));
        } catch (IOException | RuntimeException | Error _) {
            // launch() will meet the same failure, and has somebody to tell of it.
            failed(spec);
        }
    }

    private void arrived(JvmSpec spec, ChildJvm child, boolean wasHeard) {
        if (!wasHeard) {
            child.kill();
            failed(spec);
            return;
        }
        Predicate<Shelf> isWelcome = shelf -> !closed && shelf.ready.size() < shelf.wanted;
        boolean kept;
        lock.lock();
        try {
            Shelf shelf = shelf(spec);
            shelf.starting--;
            shelf.failures = 0;
            kept = isWelcome.test(shelf);
            if (kept) {
                shelf.ready.add(child);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (kept) {
            child.whenEnded(() -> ended(spec, child));
        } else {
            child.kill();
        }
    }

    private void failed(JvmSpec spec) {
        lock.lock();
        try {
            Shelf shelf = shelf(spec);
            shelf.starting--;
            shelf.failures++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void ended(JvmSpec spec, ChildJvm child) {
        boolean wasWaiting;
        lock.lock();
        try {
            wasWaiting = shelf(spec).ready.remove(child);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (wasWaiting) {
            child.close();
        }
    }

    private Shelf shelf(JvmSpec spec) {
        return shelves.computeIfAbsent(spec, _ -> new Shelf());
    }

    /** Starts no more. The standbys are left to the launcher, which kills all children. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            shelves.values().forEach(shelf -> shelf.ready.clear());
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
