package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.ILL_Result;
import org.weir.channel.FeederQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two consumers drain one full queue, each {@code while not q.empty()}. One of them may wait for ever.
 *
 * <p>
 * Both may see the last item in the queue; one takes it, and the other's {@code get()} waits for an item that will
 * never come. The check and the act are two steps, as in {@link TwoBears}. The wait here is bounded, so that it can be
 * counted and not endured: "blocked" is a {@code get()} that found nothing for twenty milliseconds.
 *
 * <pre>{@code
 * ./weir run TwoConsumers
 * }</pre>
 */
@MultiJvmTest(weight = 4)
@Deadline("5s")
@Description("Two consumers take while the queue is not empty: both see the last item, one gets it, the other waits for ever.")
@Claim(id = "SD04", value = "Two consumers that take while not q.empty() print all items and end.", held = "4, ended, ended")
@Ref("seed 000, Multiprocessing in Python, Part 2: while not q.empty(): print(q.get()) (SD04)")
@Ref("seed 002, Multiprocessing: consumers of one queue (SD04)")
@Outcome(id = "4, ended, ended", expect = ACCEPTABLE, desc = "All items were printed and both ended.")
@Outcome(id = {"4, blocked, ended",
        "4, ended, blocked"}, expect = ACCEPTABLE_INTERESTING, desc = "One consumer waits for an item that the other has taken.")
@Outcome(expect = FORBIDDEN, desc = "An item was lost or came twice.")
@MustObserve("4, (blocked, ended|ended, blocked)")
public class TwoConsumers implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 20;

    final FeederQueue<Integer> queue = FeederQueue.create();
    final SharedInt printed = SharedInt.create();

    @BeforeSample
    void fill() throws InterruptedException {
        for (int number : List.of(1, 4, 9, 16)) {
            queue.put(number);
        }
        while (queue.isEmpty()) {
            Thread.onSpinWait();
        }
    }

    @Actor
    public void first(ILL_Result r) throws InterruptedException {
        r.r2 = drain();
    }

    @Actor
    public void second(ILL_Result r) throws InterruptedException {
        r.r3 = drain();
    }

    @Arbiter
    public void total(ILL_Result r) {
        r.r1 = printed.get();
    }

    private String drain() throws InterruptedException {
        while (printed.get() < 4) {
            if (queue.isEmpty()) {
                continue;
            }
            if (queue.poll(PATIENCE_MILLIS, TimeUnit.MILLISECONDS) == null) {
                return "blocked";
            }
            printed.getAndAdd(1);
        }
        return "ended";
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
