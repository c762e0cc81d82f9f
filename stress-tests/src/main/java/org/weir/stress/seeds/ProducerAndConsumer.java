package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.channel.FeederQueue;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * Producer and consumer of {@link DrainedQueue} at once: the consumer takes while the queue is not empty, and the
 * producer is still putting.
 *
 * <p>
 * Nothing says that the producer is done, and an empty queue does not say it either: the consumer that is faster sees
 * an empty queue and ends. The cure is a message that means the end, as in {@link PipeOfMessages}, or {@code task_done}
 * and {@code join}, as in {@link JoinedQueue}.
 *
 * <pre>{@code
 * ./weir run ProducerAndConsumer
 * }</pre>
 */
@MultiJvmTest(weight = 4)
@Deadline("5s")
@Description("A consumer takes while the queue is not empty, and the producer is still putting: it may stop at any item.")
@Claim(id = "SD04", value = "A consumer that runs beside the producer and takes while not q.empty() prints all items.", held = "5")
@Comparison(group = "while not q.empty()", label = "beside the producer", of = "5")
@Ref("seed 001, Python Multiprocessing: producer and consumer, without the join between them (SD04)")
@Outcome(id = "5", expect = ACCEPTABLE, desc = "All five items.")
@Outcome(id = "[0-4]", expect = ACCEPTABLE_INTERESTING, desc = "The consumer was faster, found nothing, and ended.")
@Outcome(expect = FORBIDDEN, desc = "An item twice, or out of order.")
@MustObserve("[0-4]")
public class ProducerAndConsumer implements AutoCloseable {
    final FeederQueue<Integer> queue = FeederQueue.create();

    @Actor
    public void producer() throws InterruptedException {
        for (int i = 0; i < 5; i++) {
            queue.put(i);
        }
    }

    @Actor
    public void consumer(I_Result r) throws InterruptedException {
        int consumed = 0;
        while (!queue.isEmpty()) {
            int item = queue.take();
            consumed = item == consumed ? consumed + 1 : 99;
        }
        r.r1 = consumed;
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
