package org.weir.stress.bench;

import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.process.JvmProcess;
import org.weir.sync.FairProcessLock;
import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessReadWriteLock;
import org.weir.sync.ProcessSemaphore;
import org.weir.sync.ReentrantProcessLock;
import org.weir.sync.RobustLock;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the locks of {@code org.weir.sync} do in a second, alone and with two processes that fight for one, and how they
 * share it out: how often the lock went from one process to the other, and which part the luckier one got.
 *
 * <pre>{@code
 * java -cp stress-tests/target/classes:... org.weir.stress.bench.LockBench [seconds]
 * }</pre>
 */
public final class LockBench {
    private static final Duration END = Duration.ofSeconds(60);
    private static final int BATCH = 256;
    private static final long COUNTER = 0;
    private static final long LAST_OWNER = 8;
    private static final long HAND_OVERS = 16;
    private static final long TAKEN = 24;
    private static final long NANOS = 40;
    private static final long SIZE = 64;

    private LockBench() {}

    /** Something that is taken and given back. */
    private interface Pair extends Serializable {
        void take() throws InterruptedException;

        void giveBack();
    }

    private record Locked(Lock lock) implements Pair {
        private static final long serialVersionUID = 1;

        @Override
        @SuppressWarnings("LockNotBeforeTry") // giveBack does it
        public void take() {
            lock.lock();
        }

        @Override
        public void giveBack() {
            lock.unlock();
        }
    }

    private record Permitted(ProcessSemaphore semaphore) implements Pair {
        private static final long serialVersionUID = 1;

        @Override
        public void take() throws InterruptedException {
            semaphore.acquire();
        }

        @Override
        public void giveBack() {
            semaphore.release();
        }
    }

    /**
     * Measures and prints.
     *
     * @param args how many seconds each measurement takes; 1 if there is none
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        double seconds = args.length > 0 ? Double.parseDouble(args[0]) : 1;
        System.out.printf(Locale.ROOT, "%d CPUs, load average %.1f%n%n", Runtime.getRuntime().availableProcessors(),
                java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        System.out.printf("%-28s %14s %22s %16s %14s%n", "", "alone, M/s", "two processes, M/s", "hand-overs/s",
                "larger share");
        for (Map.Entry<String, Pair> subject : subjects().entrySet()) {
            Pair pair = subject.getValue();
            alone(pair, seconds);
            System.out.printf(Locale.ROOT, "%-28s %14.1f", subject.getKey(), alone(pair, seconds) / 1e6);
            System.out.println(pair instanceof Locked(ReentrantLock _) ? "" : contended(pair, seconds));
        }
    }

    private static Map<String, Pair> subjects() {
        Map<String, Pair> subjects = new LinkedHashMap<>();
        for (RobustLock lock : List.of(ProcessLock.create(), ReentrantProcessLock.create(),
                FairProcessLock.create(), ProcessReadWriteLock.create().writeLock())) {
            subjects.put(lock.getClass().getSimpleName(), new Locked(lock));
        }
        subjects.put("ProcessSemaphore(1)", new Permitted(ProcessSemaphore.create(1)));
        subjects.put("java.util ReentrantLock", new Locked(new ReentrantLock()));
        return subjects;
    }

    private static double alone(Pair pair, double seconds) throws InterruptedException {
        long count = 0;
        long begin = System.nanoTime();
        long end = begin + (long) (seconds * 1e9);
        while (System.nanoTime() < end) {
            for (int i = 0; i < BATCH; i++) {
                pair.take();
                pair.giveBack();
            }
            count += BATCH;
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }

    private static String contended(Pair pair, double seconds) throws IOException, InterruptedException {
        SharedBlock shared = SharedBlock.allocate("Bench", SIZE);
        ProcessBarrier start = ProcessBarrier.create(2);
        List<JvmProcess> processes = new ArrayList<>();
        for (int process = 0; process < 2; process++) {
            int number = process;
            processes.add(JvmProcess.of(() -> fight(pair, shared, start, number, seconds)).start());
        }
        for (JvmProcess process : processes) {
            process.join(END);
            process.close();
        }
        long first = Words.getLong(shared.address() + TAKEN);
        long second = Words.getLong(shared.address() + TAKEN + Long.BYTES);
        double took = Words.getLong(shared.address() + NANOS) / 1e9;
        if (Words.getLong(shared.address() + COUNTER) != first + second) {
            throw new IllegalStateException("An increment was lost under " + pair + ".");
        }
        return String.format(Locale.ROOT, "%22.1f %16.0f %13.0f%%", (first + second) / took / 1e6,
                Words.getLong(shared.address() + HAND_OVERS) / took,
                100.0 * Math.max(first, second) / (first + second));
    }

    /** The same in both processes; counts under the lock. */
    private static void fight(Pair pair, SharedBlock shared, ProcessBarrier start, int number, double seconds)
            throws InterruptedException, BrokenBarrierException {
        SharedBlock warmUp = SharedBlock.allocate("Bench", SIZE);
        fightUntil(pair, warmUp.address(), number, System.nanoTime() + (long) (seconds * 5e8));
        start.await();
        long begin = System.nanoTime();
        long taken = fightUntil(pair, shared.address(), number, begin + (long) (seconds * 1e9));
        Words.setLong(shared.address() + TAKEN + (long) number * Long.BYTES, taken);
        Words.setLong(shared.address() + NANOS, System.nanoTime() - begin);
    }

    private static long fightUntil(Pair pair, long address, int number, long end) throws InterruptedException {
        long taken = 0;
        while ((taken & (BATCH - 1)) != 0 || System.nanoTime() < end) {
            pair.take();
            Words.setLong(address + COUNTER, Words.getLong(address + COUNTER) + 1);
            if (Words.getLong(address + LAST_OWNER) != number) {
                Words.setLong(address + LAST_OWNER, number);
                Words.setLong(address + HAND_OVERS, Words.getLong(address + HAND_OVERS) + 1);
            }
            pair.giveBack();
            taken++;
        }
        return taken;
    }
}
