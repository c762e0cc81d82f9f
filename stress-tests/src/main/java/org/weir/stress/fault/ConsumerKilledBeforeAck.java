package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.channel.Codec;
import org.weir.channel.Delivery;
import org.weir.channel.RingQueue;
import org.weir.memory.FaultPoint;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;

import java.time.Duration;
import java.util.Optional;

/**
 * A consumer takes the only item of a queue with room for one, and is killed before it has acknowledged it. What becomes of the
 * item, and of its place?
 *
 * <p>
 * In {@code multiprocessing} the item is lost, for its bytes were read from the pipe; and if the consumer dies before it has
 * released the semaphore that counts the places, the queue is one place smaller from then on. Here the item comes again,
 * flagged as a redelivery because nobody knows what the dead one did with it, and its place comes back with it.
 *
 * <p>
 * It dies with the item in its hands, or when it has claimed it and not read it.
 *
 * <p>
 * Observed: after each kill the item came again, flagged, and there was room for the next.
 *
 * <pre>{@code
 * ./weir run ConsumerKilledBeforeAck
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "first", point = Victim.POINT)
@Deadline("4s")
@Description("A consumer is killed between receive and ack: the item is delivered again, flagged, and its place is free again.")
@Ref("multiprocessing/queues.py: Queue.get releases the bound's semaphore after it has read (S6)")
@Claim(id = "S6", value = "An item whose consumer died before it acknowledged it is delivered again, flagged, and its place comes back.", held = "killed\\(first,SIGKILL\\): x again, room")
@Outcome(id = "killed\\(first,SIGKILL\\): x again, room", expect = ACCEPTABLE, desc = "Redelivered and flagged; the next put found room.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "The item or its place was lost, or the item came as if it were new.")
@MustObserve("killed\\(first,SIGKILL\\): x again, room")
public class ConsumerKilledBeforeAck {
    private static final String AFTER = "after receive";

    protected final RingQueue<String> queue = RingQueue.create(Codec.standard(), 4096, 1);
    final Victim victim = new Victim();
    final String where;

    public ConsumerKilledBeforeAck(@Param({AFTER, FaultPoint.RING_TAKE_CLAIMED}) String where) {
        this.where = where;
    }

    @BeforeSample
    void fill() throws InterruptedException {
        queue.put("x");
    }

    @Actor
    public void first() throws InterruptedException {
        victim.dieAt(where, Duration.ZERO, () -> false);
        claim();
        Faults.point(Victim.POINT);
    }

    @Actor
    public void second(LL_Result r) throws InterruptedException {
        victim.awaitDeath();
        Optional<Delivery<String>> delivery = queue.receive(Duration.ofSeconds(2));
        r.r1 = delivery.map(got -> got.item() + (got.isRedelivered() ? " again" : " as if new")).orElse("lost");
        delivery.ifPresent(Delivery::ack);
        r.r2 = queue.offer("y", Duration.ofSeconds(1)) ? "room" : "no room";
    }

    /** Takes the item so that it is not lost if this process dies. */
    protected void claim() throws InterruptedException {
        queue.receive();
    }
}
