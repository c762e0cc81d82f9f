package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.weir.channel.FeederQueue;
import org.weir.memory.SharedLong;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One item is put into a queue with a feeder thread; after a delay another process asks whether the queue is empty, and
 * a third thing, its size, which has counted the item all the time.
 *
 * <p>
 * {@code empty()} looks into the pipe, and the item gets there when the feeder thread has woken and written it. The
 * curve is the share of "empty" against the delay since {@code put} returned: the chance that the document's {@code
 * while not q.empty()} ends too early. {@code qsize()} is counted in {@code put}, so "size 1 and empty" is what the two
 * say together.
 *
 * <p>
 * One sample is {@value #TIMES} items through one queue, one after the other. The height is how many of a hundred looked
 * empty, rounded up: its median and its 5% and 95% quantiles over samples.
 *
 * <pre>{@code
 * ./weir run EmptyAfterPut
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Right after put a queue with a feeder thread says that it is empty, and that its size is 1.")
@Claim(id = "SD04", value = "A queue is not empty once put has returned.", held = "0, size 1")
@Sweep(param = "delay", unit = "us", label = "empty although an item was put", valueUnit = "%")
@Ref("seed 002, Multiprocessing: \"The feeder thread works on its own to take the item and send it to consumers\" (SD04)")
@Ref("seed 001, Python Multiprocessing: while not queue.empty() (SD04)")
@Outcome(id = "0, size 1", expect = ACCEPTABLE, desc = "Each item was in the pipe when it was asked for.")
@Outcome(id = "[1-9]\\d{0,2}, size 1", expect = ACCEPTABLE_INTERESTING, desc = "Size 1 and empty together, so often of a hundred: the feeder had not written yet.")
@Outcome(expect = FORBIDDEN, desc = "The size was not 1, or an item did not come.")
public class EmptyAfterPut implements AutoCloseable {
    private static final int TIMES = 20;
    private static final long PAUSE_NANOS = 20_000;

    final FeederQueue<Integer> queue = FeederQueue.create();
    final SharedLong putAt = SharedLong.create();
    private final long delayNanos;

    /** @param delay microseconds from the return of {@code put} to the question */
    public EmptyAfterPut(@Param({"0", "20", "40", "60", "80", "100", "150", "200", "300", "500", "1000"}) int delay) {
        delayNanos = TimeUnit.MICROSECONDS.toNanos(delay);
    }

    @Actor
    public void producer() throws InterruptedException {
        for (int i = 0; i < TIMES; i++) {
            queue.put(i);
            putAt.set(System.nanoTime());
            // Asleep, because the feeder thread wants this CPU.
            while (putAt.get() != 0) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    @Actor
    public void asking(IL_Result r) throws InterruptedException {
        int empty = 0;
        boolean right = true;
        for (int i = 0; i < TIMES; i++) {
            long at = putAt.get();
            while (at == 0 || System.nanoTime() - at < delayNanos) {
                Thread.onSpinWait();
                at = putAt.get();
            }
            empty += queue.isEmpty() ? 1 : 0;
            right &= queue.size() == 1 && queue.take() == i;
            putAt.set(0);
        }
        r.r1 = Math.ceilDiv(100 * empty, TIMES);
        r.r2 = right ? "size 1" : "wrong";
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
