package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.channel.Codec;
import org.weir.channel.FeederQueue;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.util.ArrayList;
import java.util.List;

/**
 * The consumer of {@link DrainedQueue} starts when the last {@code put} has returned, not when the producer has ended.
 * How many of the four items does it print?
 *
 * <p>
 * {@code put} hands the item to a feeder thread and returns; {@code empty()} looks into the pipe. Between the two the
 * queue looks empty though four items were put, and the loop ends early, with any beginning of the list. Python's
 * documentation says so: {@code empty()} is not reliable. {@link org.weir.channel.RingQueue}, the default queue here,
 * has the item when {@code put} returns: the second result shows it.
 *
 * <pre>{@code
 * ./weir run DrainedTooEarly
 * }</pre>
 */
@MultiJvmTest(weight = 4)
@Deadline("5s")
@Description("A queue is drained while it is not empty, right after the last put: the feeder thread may not have written yet.")
@Claim(id = "SD04", value = "Once put has returned, a consumer that takes while not q.empty() prints all items.", held = "\\[1, 4, 9, 16], .*")
@Claim(id = "SD04-ring", value = "The same with the queue that is the default here.", held = ".*, \\[1, 4, 9, 16]")
@Comparison(group = "while not q.empty()", label = "right after put", of = "\\[1, 4, 9, 16], .*")
@Ref("seed 000, Multiprocessing in Python, Part 2: while not q.empty() (SD04)")
@Ref("seed 002, Multiprocessing: \"Putting an item on a queue returns immediately\" (SD04)")
@Outcome(id = "[1, 4, 9, 16], [1, 4, 9, 16]", expect = ACCEPTABLE, desc = "Both queues gave all items.")
@Outcome(id = {"[], [1, 4, 9, 16]", "[1], [1, 4, 9, 16]", "[1, 4], [1, 4, 9, 16]",
        "[1, 4, 9], [1, 4, 9, 16]"}, expect = ACCEPTABLE_INTERESTING, desc = "The queue with a feeder looked empty too early.")
@Outcome(expect = FORBIDDEN, desc = "Items in disorder, or missing from the RingQueue.")
@MustObserve("\\[(1(, 4(, 9)?)?)?], \\[1, 4, 9, 16]")
public class DrainedTooEarly implements AutoCloseable {
    final FeederQueue<Integer> queue = FeederQueue.create();
    final RingQueue<Integer> ring = RingQueue.create(Codec.standard(), 4096, 16);
    final SharedInt put = SharedInt.create();

    @Actor
    public void producer() throws InterruptedException {
        for (int number : List.of(1, 2, 3, 4)) {
            ring.put(number * number);
        }
        for (int number : List.of(1, 2, 3, 4)) {
            queue.put(number * number);
        }
        put.set(1);
    }

    @Actor
    public void consumer(LL_Result r) throws InterruptedException {
        while (put.get() == 0) {
            Thread.onSpinWait();
        }
        List<Integer> printed = new ArrayList<>();
        while (!queue.isEmpty()) {
            printed.add(queue.take());
        }
        r.r1 = printed.toString();
        List<Integer> ofRing = new ArrayList<>();
        while (!ring.isEmpty()) {
            ofRing.add(ring.take());
        }
        r.r2 = ofRing.toString();
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
