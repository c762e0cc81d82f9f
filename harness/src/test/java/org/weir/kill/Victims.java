package org.weir.kill;

import org.weir.process.ExitStatus;
import org.weir.process.JvmProcess;
import org.weir.process.StartMethod;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Processes that are there to be killed. They are standbys, so that the next ones start while those of one round work
 * and die; all kinds of them draw on the same shelf. Safe for use by several threads.
 */
final class Victims {

    /** For all that has to happen at some time; only a hang is as long. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final int STANDING_BY = 6;
    private static final long LONGEST_LIFE = TimeUnit.MILLISECONDS.toNanos(20);

    private final Map<String, AtomicInteger> kills = new TreeMap<>();

    /** One process and when it is to die. */
    private record Sentence(JvmProcess process, long moment) {}

    /** Starts the first standbys. */
    Victims() throws IOException {
        like(JvmProcess.of(() -> {})).keepWarm(STANDING_BY);
    }

    /** Lets go of the standbys. */
    static void dismissStandbys() throws IOException {
        like(JvmProcess.of(() -> {})).keepWarm(0);
    }

    /** {@code process}, set up as every victim is. */
    static JvmProcess like(JvmProcess process) {
        return process.startMethod(StartMethod.WARM).daemon(true).jvmArgs("-XX:TieredStopAtLevel=1", "-Xmx64m");
    }

    /** Starts a process; one that ends by itself is a failure, which {@link #kill} tells. */
    static JvmProcess start(String name, JvmProcess.Target work) throws IOException {
        return like(JvmProcess.of(work)).name(name).start();
    }

    /** Kills each at a random moment of its own of the next 20 ms, and waits until all are gone. */
    void kill(String role, Random random, Collection<JvmProcess> processes) throws InterruptedException {
        kill(role, random, processes, LONGEST_LIFE, LockSupport::parkNanos);
    }

    /** What is done while victims live. */
    @FunctionalInterface
    interface Meanwhile {
        /**
         * Passes some of the time, or none.
         *
         * @param left nanoseconds until the next kill
         */
        void pass(long left) throws InterruptedException;
    }

    /** As {@link #kill(String, Random, Collection)}, of the next {@code longest} nanoseconds. */
    void kill(String role, Random random, Collection<JvmProcess> processes, long longest, Meanwhile meanwhile)
            throws InterruptedException {
        long begin = System.nanoTime();
        List<Sentence> sentences = new ArrayList<>();
        for (JvmProcess process : processes) {
            sentences.add(new Sentence(process, begin + random.nextLong(longest)));
        }
        sentences.sort(Comparator.comparingLong(Sentence::moment));
        for (Sentence sentence : sentences) {
            while (sentence.moment - System.nanoTime() > 0) {
                meanwhile.pass(sentence.moment - System.nanoTime());
            }
            requireAlive(sentence.process);
            sentence.process.kill();
        }
        for (Sentence sentence : sentences) {
            bury(sentence.process);
            count(role);
        }
    }

    /** Fails if {@code process} has ended. */
    static void requireAlive(JvmProcess process) {
        Optional<ExitStatus> exit = process.exitStatus();
        if (exit.isPresent()) {
            throw new AssertionError(process.name() + " gave up by itself: " + exit.get());
        }
    }

    private static void bury(JvmProcess process) throws InterruptedException {
        if (!process.join(LIMIT)) {
            throw new AssertionError(process + " is there " + LIMIT + " after SIGKILL.");
        }
        if (process.exitCode().orElseThrow() != -9) {
            throw new AssertionError(process + " did not end by SIGKILL.");
        }
        process.close();
    }

    private synchronized void count(String role) {
        kills.computeIfAbsent(role, _ -> new AtomicInteger()).incrementAndGet();
    }

    synchronized void count(String role, int more) {
        kills.computeIfAbsent(role, _ -> new AtomicInteger()).addAndGet(more);
    }

    synchronized int total() {
        return kills.values().stream().mapToInt(AtomicInteger::get).sum();
    }

    /** Such as {@code consumers 12, producers 9}. */
    @Override
    public synchronized String toString() {
        StringBuilder text = new StringBuilder();
        kills.forEach((role, count) -> text.append(text.isEmpty() ? "" : ", ").append(role).append(' ').append(count));
        return text.toString();
    }

    /** Waits until {@code condition} holds, and says what was awaited if it does not within {@link #LIMIT}. */
    static void await(String what, Condition condition) throws InterruptedException {
        long begin = System.nanoTime();
        while (!condition.holds()) {
            if (System.nanoTime() - begin > LIMIT.toNanos()) {
                throw new AssertionError("Not within " + LIMIT + ": " + what);
            }
            LockSupport.parkNanos(1_000_000);
            if (Thread.interrupted()) {
                throw new InterruptedException(what);
            }
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    interface Condition {
        boolean holds();
    }

    /** A user of primitives that are killed around; each is for one thread. */
    interface Subject {
        /**
         * Kills several processes, checks what has to hold, and has the others go on.
         *
         * @param most how many may be killed, at least 1
         * @return how many were
         */
        int round(int most) throws Exception;

        /** Kills the rest, and checks what is left. */
        void finish() throws Exception;
    }
}
