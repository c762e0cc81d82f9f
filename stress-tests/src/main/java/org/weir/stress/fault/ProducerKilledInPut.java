package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.Codec;
import org.weir.channel.RingQueue;
import org.weir.memory.FaultPoint;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A producer puts items of many sizes one after the other, and is killed somewhere among them. What do consumers find?
 *
 * <p>
 * In {@code multiprocessing} the feeder thread writes a frame into the kernel's pipe under the writer's lock. A kill in the
 * middle leaves the lock held, so that nobody can put any more, and part of a frame, so that the consumer reads the rest of it
 * from the next one, or waits for it for ever. Here an item is there when the tail of the ring has moved over it, by one store:
 * all of it or nothing, and another producer goes on.
 *
 * <p>
 * Every item says its number and is filled with it. The consumers must find 0, 1, 2 ... without a gap, at least as many as had
 * returned from {@code put}, at most one more, each whole; then the item of another producer.
 *
 * <p>
 * The moment is random, or one of the two that hurt most: with the item's length in the ring and nothing else of it, and with
 * all of it there and the tail not moved.
 *
 * <p>
 * Observed: never anything else.
 *
 * <pre>{@code
 * ./weir run ProducerKilledInPut
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "victim", point = Victim.POINT)
@Deadline("5s")
@Description("A producer is killed in the middle of put: its item is in the queue whole or not at all, and others can put.")
@Ref("multiprocessing/queues.py, Queue._feed: send_bytes under the writer's lock (S7)")
@Claim(id = "S7", value = "The item of a producer that is killed in put is in the queue whole, or not at all, and others put theirs.", held = "killed(victim,SIGKILL): whole")
@Outcome(id = "killed(victim,SIGKILL): whole", expect = ACCEPTABLE, desc = "Every item that was put, perhaps the one that was being put, and that of another producer.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "An item was torn, lost, repeated, or the queue was wedged.")
@MustObserve("killed(victim,SIGKILL): whole")
public class ProducerKilledInPut {
    private static final int LONGEST = 900;

    final RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), 4096, Integer.MAX_VALUE);
    final Victim victim = new Victim();
    final SharedInt returned = SharedInt.create();
    final String where;

    public ProducerKilledInPut(@Param({Victim.RANDOM, FaultPoint.RING_PUT_COPYING,
            FaultPoint.RING_PUT_COPIED}) String where) {
        this.where = where;
    }

    @Actor
    public void victim() throws InterruptedException {
        victim.dieAt(where, Duration.ofMillis(3), () -> returned.get() > 0);
        for (int i = 0; i < Integer.MAX_VALUE; i++) {
            put(item(i));
            returned.set(i + 1);
        }
    }

    @Actor
    public void consumer(L_Result r) throws InterruptedException {
        for (int i = 0;; i++) {
            byte[] got = queue.poll(2, TimeUnit.SECONDS);
            if (got == null) {
                r.r1 = "the other producer's item did not come";
                return;
            }
            if (got.length == 0) {
                int surely = returned.get();
                r.r1 = i == surely || i == surely + 1 ? "whole" : i < surely ? "lost" : "more than were put";
                return;
            }
            if (!Arrays.equals(got, item(i))) {
                r.r1 = "torn, lost or repeated";
                return;
            }
        }
    }

    @Actor
    public void other() throws InterruptedException {
        victim.awaitDeath();
        queue.put(new byte[0]);
    }

    /** Puts an item, whole. */
    protected void put(byte[] item) throws InterruptedException {
        queue.put(item);
    }

    private static byte[] item(int number) {
        byte[] item = new byte[4 + number * 31 % LONGEST];
        Arrays.fill(item, (byte) number);
        return item;
    }
}
