package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.weir.channel.JoinableQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;

import java.time.Duration;

/**
 * The consumer of {@link JoinedQueue} is killed in the middle of its work: the producer's {@code join} would wait for
 * ever, and a bounded one says how many items are unfinished.
 *
 * <p>
 * In the original there is no bounded {@code join} and nothing to see: the program stands still. Here {@code joinTasks}
 * takes a limit and {@code unfinished} a look. The kill falls upon the consumer while it works on its 25th item, so that 26
 * of 50 were never reported.
 *
 * <pre>{@code
 * ./weir run JoinedQueueConsumerKilled
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Fault(kind = FaultKind.KILL, actor = "consumer", point = "midway")
@Deadline("30s")
@Description("The consumer of a joinable queue is killed at its 25th item: the bounded join returns and tells what is left.")
@Claim(id = "SD19", value = "When the consumer is killed midway, the producer learns of it instead of waiting for ever.", held = {
        "50, joined", "killed(consumer,SIGKILL): 24, 26 unfinished"})
@Ref("seed 002, Multiprocessing: mprocessQueue3.py, qq.join() (SD19)")
@Outcome(id = "50, joined", expect = ACCEPTABLE, desc = "Nobody was killed.")
@Outcome(id = "killed(consumer,SIGKILL): 24, 26 unfinished", expect = ACCEPTABLE_INTERESTING, desc = "The join ended after its limit and said what is left.")
@Outcome(expect = FORBIDDEN, desc = "The join returned too early, or counted wrongly.")
@Outcome(id = "hung\\(producer\\): .*", expect = FORBIDDEN, desc = "The producer waits for ever.")
public class JoinedQueueConsumerKilled implements AutoCloseable {
    private static final int ITEMS = 50;

    final JoinableQueue<Integer> queue = JoinableQueue.create();
    final SharedInt done = SharedInt.create();

    @Actor
    public void consumer() throws InterruptedException {
        for (int i = 1; i <= ITEMS; i++) {
            queue.take();
            if (i == ITEMS / 2) {
                Faults.point("midway");
            }
            done.getAndAdd(1);
            queue.taskDone();
        }
    }

    @Actor
    public void producer(IL_Result r) throws InterruptedException {
        for (int i = 0; i < ITEMS; i++) {
            queue.put(i);
        }
        int before = -1;
        boolean joined = false;
        // As long as something happens, the consumer lives.
        while (!joined && queue.unfinished() != before) {
            before = queue.unfinished();
            joined = queue.joinTasks(Duration.ofMillis(500));
        }
        r.r1 = done.get();
        r.r2 = joined ? "joined" : queue.unfinished() + " unfinished";
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
