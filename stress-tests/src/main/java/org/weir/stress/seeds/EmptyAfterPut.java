package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.weir.channel.FeederQueue;
import org.weir.memory.SharedLong;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.util.concurrent.TimeUnit;

/**
 * One item is put into a queue with a feeder thread; after a delay another process asks whether the queue is empty, and
 * a third thing, its size, which has counted the item all the time.
 *
 * <p>
 * {@code empty()} looks into the pipe, and the item gets there when the feeder thread has woken and written it. The
 * curve is the rate of "empty" against the delay since {@code put} returned: the chance that the document's {@code
 * while not q.empty()} ends too early. {@code qsize()} is counted in {@code put}, so "size 1 and empty" is what the two
 * say together.
 *
 * <pre>{@code
 * ./weir run EmptyAfterPut
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Right after put a queue with a feeder thread says that it is empty, and that its size is 1.")
@Claim(id = "SD04", value = "A queue is not empty once put has returned.", held = "false, 1")
@Sweep(param = "delay", unit = "us", label = "empty although an item was put", of = "true, 1")
@Ref("seed 002, Multiprocessing: \"The feeder thread works on its own to take the item and send it to consumers\" (SD04)")
@Ref("seed 001, Python Multiprocessing: while not queue.empty() (SD04)")
@Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "The item was in the pipe.")
@Outcome(id = "true, 1", expect = ACCEPTABLE_INTERESTING, desc = "Size 1 and empty together: the feeder had not written yet.")
public class EmptyAfterPut implements AutoCloseable {
    final FeederQueue<Integer> queue = FeederQueue.create();
    final SharedLong putAt = SharedLong.create();
    private final long delayNanos;

    /** @param delay microseconds from the return of {@code put} to the question */
    public EmptyAfterPut(@Param({"0", "20", "50", "100", "200", "1000"}) int delay) {
        delayNanos = TimeUnit.MICROSECONDS.toNanos(delay);
    }

    @Actor
    public void producer() throws InterruptedException {
        queue.put(1);
        putAt.set(System.nanoTime());
    }

    @Actor
    public void asking(ZI_Result r) {
        long at = putAt.get();
        while (at == 0 || System.nanoTime() - at < delayNanos) {
            Thread.onSpinWait();
            at = putAt.get();
        }
        r.r1 = queue.isEmpty();
        r.r2 = queue.size();
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
