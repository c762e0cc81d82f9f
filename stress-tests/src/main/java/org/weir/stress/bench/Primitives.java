package org.weir.stress.bench;

import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.channel.RingQueue;
import org.weir.manager.ManagedMap;
import org.weir.manager.Manager;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.process.JvmProcess;
import org.weir.process.ProcessPool;
import org.weir.process.StartMethod;
import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessLock;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.stream.IntStream;

/** What Weir's primitives cost: each measurement is one number, as those of {@code primitives.py} are. */
final class Primitives {
    private static final Duration END = Duration.ofSeconds(60);
    private static final int BATCH = 1000;

    private Primitives() {}

    /** Milliseconds to start and join a process that does nothing, the median. */
    static double startAndJoin(StartMethod method, double seconds) throws IOException, InterruptedException {
        startAndJoinOne(method);
        double[] times = new double[10_000];
        int count = 0;
        long end = end(seconds);
        while (System.nanoTime() < end && count < times.length) {
            times[count++] = startAndJoinOne(method) / 1e6;
        }
        return median(times, count);
    }

    private static long startAndJoinOne(StartMethod method) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (JvmProcess process = JvmProcess.of(() -> {}).startMethod(method)) {
            process.start();
            process.join(END);
            return System.nanoTime() - begin;
        }
    }

    /**
     * Milliseconds to start and join a process for which a standby was ready, the median. Between two starts there is
     * time for the next standby to come up.
     */
    static double startAndJoinReady(double seconds) throws IOException, InterruptedException {
        startAndJoinOne(StartMethod.WARM);
        int rounds = (int) Math.max(3, seconds * 2);
        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++) {
            long ready = System.nanoTime() + 600_000_000L;
            while (System.nanoTime() < ready) {
                Thread.onSpinWait();
                java.util.concurrent.locks.LockSupport.parkNanos(10_000_000L);
            }
            times[i] = startAndJoinOne(StartMethod.WARM) / 1e6;
        }
        return median(times, rounds);
    }

    /** Acquires and releases a second, nobody else about. */
    static double lockAlone(double seconds) {
        ProcessLock lock = ProcessLock.create();
        lockFor(lock, seconds);
        return lockFor(lock, seconds);
    }

    /** Acquires and releases a second of two processes together. */
    static double lockContended(double seconds) throws IOException, InterruptedException {
        ProcessLock lock = ProcessLock.create();
        ProcessBarrier start = ProcessBarrier.create(2);
        SharedBlock results = SharedBlock.allocate("Results", 2 * Long.BYTES);
        JvmProcess[] processes = new JvmProcess[2];
        for (int i = 0; i < 2; i++) {
            long offset = (long) i * Long.BYTES;
            processes[i] = JvmProcess.of(() -> {
                lockFor(lock, 0.5);
                meet(start);
                Words.setLongVolatile(results.address() + offset, (long) lockFor(lock, seconds));
            });
            processes[i].start();
        }
        for (JvmProcess process : processes) {
            process.join(END);
            process.close();
        }
        return Words.getLong(results.address()) + (double) Words.getLong(results.address() + Long.BYTES);
    }

    private static void meet(ProcessBarrier barrier) throws InterruptedException {
        try {
            barrier.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }

    @SuppressWarnings("LockNotBeforeTry") // nothing lies between: the pair is what is measured
    private static double lockFor(ProcessLock lock, double seconds) {
        long count = 0;
        long begin = System.nanoTime();
        long end = end(seconds);
        while (System.nanoTime() < end) {
            for (int i = 0; i < BATCH; i++) {
                lock.lock();
                lock.unlock();
            }
            count += BATCH;
        }
        return count * 1e9 / (System.nanoTime() - begin);
    }

    /** Microseconds for a small object to a process and back, the median. */
    static double roundTrip(double seconds) throws IOException, InterruptedException {
        try (Pipe pipe = Pipe.create(); JvmProcess process = JvmProcess.of(Primitives::echo, pipe.second())) {
            process.daemon(true).start();
            Connection here = pipe.first();
            double[] times = new double[1 << 20];
            int count = 0;
            long end = end(seconds);
            while (System.nanoTime() < end && count < times.length) {
                long begin = System.nanoTime();
                here.send(1);
                here.recv();
                times[count++] = (System.nanoTime() - begin) / 1e3;
            }
            process.terminate();
            process.join(END);
            return median(times, count);
        }
    }

    private static void echo(Connection connection) throws IOException {
        try {
            while (true) {
                connection.send(connection.recv());
            }
        } catch (EOFException closed) {
            // the other side has measured enough
        }
    }

    /** Small objects a second from one producer to one consumer. */
    static double queue(double seconds) throws IOException, InterruptedException {
        int count = (int) (2_000_000 * seconds);
        try (RingQueue<String> queue = RingQueue.create();
                JvmProcess producer = JvmProcess.of(Primitives::putMany, queue, count)) {
            producer.daemon(true).start();
            queue.take();
            long begin = System.nanoTime();
            for (int i = 1; i < count; i++) {
                queue.take();
            }
            long elapsed = System.nanoTime() - begin;
            producer.join(END);
            return (count - 1) * 1e9 / elapsed;
        }
    }

    private static void putMany(RingQueue<String> queue, int count) throws InterruptedException {
        for (int i = 0; i < count; i++) {
            queue.put("x");
        }
    }

    /** Tasks a second of a map over many numbers; {@code chunk} 0 lets the pool choose. */
    static double poolMap(double seconds, int chunk, int size) throws Exception {
        List<Integer> numbers = IntStream.range(0, size).boxed().toList();
        try (ProcessPool pool = ProcessPool.of(2)) {
            map(pool, numbers, chunk);
            map(pool, numbers, chunk);
            long done = 0;
            long begin = System.nanoTime();
            while (System.nanoTime() < begin + (long) (seconds * 1e9)) {
                map(pool, numbers, chunk);
                done += size;
            }
            return done * 1e9 / (System.nanoTime() - begin);
        }
    }

    private static void map(ProcessPool pool, List<Integer> numbers, int chunk) throws Exception {
        if (chunk == 0) {
            pool.map(Primitives::increment, numbers);
        } else {
            pool.map(Primitives::increment, numbers, chunk);
        }
    }

    private static Integer increment(Integer number) {
        return number + 1;
    }

    /** Microseconds for one apply, the median. */
    static double poolApply(double seconds) throws Exception {
        try (ProcessPool pool = ProcessPool.of(2)) {
            double[] times = new double[1 << 18];
            int count = 0;
            long warm = end(seconds / 2);
            while (System.nanoTime() < warm) {
                pool.apply(Primitives::increment, 1);
            }
            long end = end(seconds);
            while (System.nanoTime() < end && count < times.length) {
                long begin = System.nanoTime();
                pool.apply(Primitives::increment, 1);
                times[count++] = (System.nanoTime() - begin) / 1e3;
            }
            return median(times, count);
        }
    }

    /** Microseconds for one assignment to a managed map, the median. */
    static double managerUpdate(double seconds) throws IOException {
        try (Manager manager = Manager.create().start()) {
            ManagedMap<String, Integer> numbers = manager.map();
            double[] times = new double[1 << 18];
            int count = 0;
            long warm = end(seconds / 2);
            while (System.nanoTime() < warm) {
                numbers.put("x", 1);
            }
            long end = end(seconds);
            while (System.nanoTime() < end && count < times.length) {
                long begin = System.nanoTime();
                numbers.put("x", 1);
                times[count++] = (System.nanoTime() - begin) / 1e3;
            }
            return median(times, count);
        }
    }

    private static long end(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    private static double median(double[] times, int count) {
        double[] sorted = Arrays.copyOf(times, count);
        Arrays.sort(sorted);
        return sorted[count / 2];
    }
}
