package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
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
import org.weir.scenario.MultiJvmTest;

/**
 * A daemon takes fifty items and says {@code task_done} after each; the producer's {@code join} returns when all fifty
 * are done, and not before.
 *
 * <p>
 * The consumer counts an item before it says that it is done, and the producer looks at the count when {@code join} has
 * returned. Neither an empty queue nor the last {@code get} would do: the last item would still be under way.
 *
 * <pre>{@code
 * ./weir run JoinedQueue
 * }</pre>
 */
@MultiJvmTest
@Deadline("20s")
@Description("The join of a queue returns when every item was reported done, and not before.")
@Claim(id = "SD19", value = "qq.join() returns only after all fifty items are done.", held = "50, 0 unfinished")
@Ref("seed 002, Multiprocessing: mprocessQueue3.py, task_done, qq.join() (SD19)")
@Outcome(id = "50, 0 unfinished", expect = ACCEPTABLE, desc = "All fifty were done.")
@Outcome(expect = FORBIDDEN, desc = "The join returned before the last item was done.")
public class JoinedQueue implements AutoCloseable {
    private static final int ITEMS = 50;

    final JoinableQueue<Integer> queue = JoinableQueue.create();
    final SharedInt done = SharedInt.create();

    @Actor
    public void consumer() throws InterruptedException {
        for (int i = 0; i < ITEMS; i++) {
            queue.take();
            done.getAndAdd(1);
            queue.taskDone();
        }
    }

    @Actor
    public void producer(IL_Result r) throws InterruptedException {
        for (int i = 0; i < ITEMS; i++) {
            queue.put(i);
        }
        queue.join();
        r.r1 = done.get();
        r.r2 = queue.unfinished() + " unfinished";
    }

    @Override
    public void close() {
        Queues.finish(queue);
    }
}
