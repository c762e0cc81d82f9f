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
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessEvent;

/**
 * One process puts {@code a} and tells another one that it has; that one puts {@code b}. In which order do they come out?
 *
 * <p>
 * In {@code multiprocessing} either may be first, although one {@code put} had returned before the other began: each process has
 * a feeder thread of its own, and which of them writes first is up to the scheduler. Here {@code put} has put when it returns,
 * and a queue is linearizable.
 *
 * <p>
 * Observed: always {@code a, b}.
 *
 * <pre>{@code
 * ./weir run TwoProducersInTurn
 * }</pre>
 */
@MultiJvmTest
@Deadline("2s")
@Description("A put that had returned before another began comes out before it.")
@Ref("multiprocessing, Queue: \"if multiple processes are enqueuing objects, it is possible for the objects to be received at the other end out-of-order\" (S11)")
@Claim(id = "S11", value = "Of two puts one after the other, in two processes, the first comes out first.", held = "a, b")
@Outcome(id = "a, b", expect = ACCEPTABLE, desc = "In the order in which they were put.")
@Outcome(id = "b, a", expect = FORBIDDEN, desc = "The later one came out first.")
public class TwoProducersInTurn {
    protected final RingQueue<String> queue = RingQueue.create(Codec.standard(), 4096, 8);
    final ProcessEvent put = ProcessEvent.create();

    @Actor
    public void first() throws InterruptedException {
        put("a");
        put.set();
    }

    @Actor
    public void second() throws InterruptedException {
        put.await();
        put("b");
    }

    @Actor
    public void consumer(LL_Result r) throws InterruptedException {
        r.r1 = queue.take();
        r.r2 = queue.take();
    }

    /** The queue's {@code put}. */
    protected void put(String item) throws InterruptedException {
        queue.put(item);
    }
}
