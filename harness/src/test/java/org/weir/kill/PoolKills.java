package org.weir.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.weir.process.JvmProcess;
import org.weir.process.ProcessPool;
import org.weir.process.WorkerDiedException;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * Workers of a pool are killed. Each task has a result, or fails because its worker died; no more fail than workers
 * died; and the pool goes on with as many workers as before.
 */
final class PoolKills implements Victims.Subject {

    private static final int WORKERS = 4;
    private static final int AT_ONCE = 3;
    private static final int OUTSTANDING = 32;
    private static final long LONGEST_LIFE = 20_000_000;
    private static final long WORK_NANOS = 200_000;

    private final Victims victims;
    private final Random random;
    private final ProcessPool pool;
    private final ArrayDeque<Asked> asked = new ArrayDeque<>();
    private final Set<Long> atWork = new HashSet<>();
    private final Set<JvmProcess> condemned = new HashSet<>();
    private int next;
    private int failed;
    private int kills;

    private record Asked(int number, CompletableFuture<Reply> reply) {}

    private record Reply(long pid, int square) implements java.io.Serializable {}

    PoolKills(Victims victims, long seed) throws IOException {
        this.victims = victims;
        random = new Random(seed);
        pool = ProcessPool.builder().workers(WORKERS).workersLike(Victims::like).open();
    }

    private static Reply square(int number) {
        LockSupport.parkNanos(WORK_NANOS);
        return new Reply(ProcessHandle.current().pid(), number * number);
    }

    @Override
    public int round(int most) throws Exception {
        Victims.await("the workers of " + pool + " work", () -> {
            ask();
            settle();
            return atWork().size() >= WORKERS;
        });
        List<JvmProcess> workers = new ArrayList<>(atWork());
        Collections.shuffle(workers, random);
        List<JvmProcess> chosen = workers.subList(0, 1 + random.nextInt(Math.min(most, AT_ONCE)));
        condemned.addAll(chosen);
        long begin = System.nanoTime();
        long[] moments = random.longs(chosen.size(), 0, LONGEST_LIFE).sorted().toArray();
        for (int i = 0; i < moments.length; i++) {
            while (System.nanoTime() - begin < moments[i]) {
                ask();
                settle();
            }
            Victims.requireAlive(chosen.get(i));
            chosen.get(i).kill();
            victims.count("pool workers", 1);
        }
        kills += moments.length;
        return moments.length;
    }

    /** Those that have answered; one that was killed before it began would count against the pool. */
    private List<JvmProcess> atWork() {
        List<JvmProcess> all = pool.processes();
        condemned.retainAll(all);
        return all.stream()
                .filter(worker -> worker.isAlive() && !condemned.contains(worker) && atWork.contains(worker.pid()))
                .toList();
    }

    private void ask() {
        while (asked.size() < OUTSTANDING) {
            int number = next++;
            asked.add(new Asked(number, pool.submit(PoolKills::square, number)));
        }
    }

    private void settle() {
        while (!asked.isEmpty() && asked.peek().reply.isDone()) {
            take(asked.remove());
        }
    }

    private void take(Asked one) {
        try {
            Reply reply = one.reply.get(Victims.LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertEquals(one.number * one.number, reply.square);
            atWork.add(reply.pid);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof WorkerDiedException)) {
                throw new AssertionError("Task " + one.number + " failed otherwise", e.getCause());
            }
            failed++;
        } catch (TimeoutException e) {
            throw new AssertionError("Task " + one.number + " hangs in " + pool, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    @Override
    public void finish() throws Exception {
        while (!asked.isEmpty()) {
            take(asked.remove());
        }
        assertTrue(failed <= kills, failed + " tasks failed in " + kills + " kills");
        pool.close();
        assertTrue(pool.isTerminated());
    }

    /** Such as {@code 900 tasks, 12 died with their workers}. */
    @Override
    public String toString() {
        return next + " tasks, " + failed + " died with their workers";
    }
}
