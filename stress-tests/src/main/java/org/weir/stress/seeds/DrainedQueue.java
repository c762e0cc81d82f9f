package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.FeederQueue;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessEvent;

import java.util.ArrayList;
import java.util.List;

/**
 * A producer puts four squares into a queue and ends; then a consumer takes them {@code while not q.empty()}.
 *
 * <p>
 * The document joins the producer before it starts the consumer, and that saves it: a process that has put items does
 * not exit before its feeder thread has written them into the pipe, so when {@code join} returns, {@code empty()} sees
 * them. The actor does here what an exiting process does, it closes the queue and waits for its feeder, and then the
 * event stands for the return of {@code join}. Take that wait away and you have {@link DrainedTooEarly}.
 *
 * <p>
 * The claim has a bound that the document does not mention: the pipe's capacity, 64 KiB. A producer that puts more does
 * not end before somebody reads, and {@code join} waits for ever.
 *
 * <pre>{@code
 * ./weir run DrainedQueue
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("A queue filled by a process that has ended is drained while it is not empty: all items, in order.")
@Claim(id = "SD04", value = "A consumer started after the producer was joined prints all items of the queue.", held = "[1, 4, 9, 16]")
@Comparison(group = "while not q.empty()", label = "after join", of = "[1, 4, 9, 16]")
@Ref("seed 000, Multiprocessing in Python, Part 2: \"Queue elements:\" (SD04)")
@Ref("seed 001, Python Multiprocessing: \"Ensure producer finishes before starting consumer\" (SD04)")
@Outcome(id = "[1, 4, 9, 16]", expect = ACCEPTABLE, desc = "All items, in order.")
@Outcome(expect = FORBIDDEN, desc = "Items were missing although their producer had ended.")
public class DrainedQueue implements AutoCloseable {
    final FeederQueue<Integer> queue = FeederQueue.create();
    final ProcessEvent joined = ProcessEvent.create();

    @Actor
    public void producer() throws InterruptedException {
        for (int number : List.of(1, 2, 3, 4)) {
            queue.put(number * number);
        }
        close();
        joined.set();
    }

    @Actor
    public void consumer(L_Result r) throws InterruptedException {
        joined.await();
        List<Integer> printed = new ArrayList<>();
        while (!queue.isEmpty()) {
            printed.add(queue.take());
        }
        r.r1 = printed.toString();
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
