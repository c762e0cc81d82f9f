package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.channel.Codec;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

/**
 * An item is put into a queue; at once the putter asks whether the queue is empty and how many items it holds, and another
 * process, told that {@code put} has returned, polls. Do they see the item?
 *
 * <p>
 * In {@code multiprocessing}, {@code put} hands the item to a feeder thread and returns: {@code qsize()} says 1 and
 * {@code empty()} says {@code True} in the same breath, and a {@code get_nowait} raises {@code Empty}. The seeds drain their
 * queues with {@code while not q.empty()}, and so end early. Here {@code put} has put when it returns.
 *
 * <p>
 * Observed: always {@code not empty, 1, x}.
 *
 * <pre>{@code
 * ./weir run PutThenLook
 * }</pre>
 */
@MultiJvmTest
@Deadline("2s")
@Description("After put has returned, the queue is not empty, has one item, and another process polls it.")
@Ref("multiprocessing, Queue: \"after putting an object on an empty queue there may be an infinitesimal delay before the queue's empty() method returns False\" (S3)")
@Claim(id = "S3", value = "After put has returned, the queue is not empty, its size is 1, and poll gets the item.", held = "not empty, 1, x")
@Outcome(id = "not empty, 1, x", expect = ACCEPTABLE, desc = "What put has put is there, for everybody.")
@Outcome(expect = FORBIDDEN, desc = "The item was not there yet.")
public class PutThenLook {
    protected final RingQueue<String> queue = RingQueue.create(Codec.standard(), 4096, 8);
    final SharedInt put = SharedInt.create();

    @Actor
    public void producer(LLL_Result r) throws InterruptedException {
        put("x");
        r.r1 = isEmpty() ? "empty" : "not empty";
        r.r2 = size();
        put.set(1);
    }

    @Actor
    public void consumer(LLL_Result r) {
        while (put.get() == 0) {
            Thread.onSpinWait();
        }
        r.r3 = String.valueOf(poll());
    }

    /** The queue's {@code put}. */
    protected void put(String item) throws InterruptedException {
        queue.put(item);
    }

    /** The queue's {@code isEmpty}. */
    protected boolean isEmpty() {
        return queue.isEmpty();
    }

    /** The queue's {@code size}. */
    protected int size() {
        return queue.size();
    }

    /** The queue's {@code poll}. */
    protected @Nullable String poll() {
        return queue.poll();
    }
}
