package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.channel.Codec;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.util.concurrent.TimeUnit;

/**
 * One process waits in {@code take} on an empty queue, two items are put, and a third process polls without waiting. Does it
 * get one?
 *
 * <p>
 * In {@code multiprocessing} a waiting {@code get} holds the reader's lock while it waits, and a {@code get(block=False)} that
 * cannot have the lock raises {@code Empty}, whatever the queue holds. Here nobody holds a lock while waiting, and
 * {@code poll} returns {@code null} only if there is nothing.
 *
 * <p>
 * Observed: always an item for each.
 *
 * <pre>{@code
 * ./weir run PollBesideAWaiter
 * }</pre>
 */
@MultiJvmTest
@Deadline("2s")
@Description("Beside a process that waits in take, poll is null only if the queue is empty.")
@Ref("multiprocessing/queues.py, Queue.get: the reader's lock is held while it waits (S4)")
@Claim(id = "S4", value = "While another process waits for an item, poll finds nothing only if the queue is empty.", held = "took, polled")
@Outcome(id = "took, polled", expect = ACCEPTABLE, desc = "Two items, one for each.")
@Outcome(expect = FORBIDDEN, desc = "There was an item, and poll or take did not get it.")
public class PollBesideAWaiter {
    final RingQueue<Integer> queue = RingQueue.create(Codec.standard(), 4096, 8);
    final SharedInt put = SharedInt.create();

    @Actor
    public void waiter(LL_Result r) throws InterruptedException {
        r.r1 = queue.poll(1, TimeUnit.SECONDS) == null ? "took nothing" : "took";
    }

    @Actor
    public void producer() throws InterruptedException {
        queue.put(1);
        queue.put(2);
        put.set(1);
    }

    @Actor
    public void poller(LL_Result r) {
        while (put.get() == 0) {
            Thread.onSpinWait();
        }
        r.r2 = queue.poll() == null ? "polled nothing" : "polled";
    }
}
