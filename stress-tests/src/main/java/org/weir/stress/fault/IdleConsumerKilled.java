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
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Two processes wait in {@code take} on an empty queue, and one of them is killed while it waits. Does the other one get what is
 * put afterwards?
 *
 * <p>
 * In {@code multiprocessing} an idle consumer waits inside {@code get} with the reader's lock in its hands. Which of n idle
 * consumers that is nobody can see; if it is the one that dies, about one time in n, the queue is wedged for all others. Here
 * nobody holds a lock while waiting, so a death among those who wait is no event at all.
 *
 * <p>
 * Observed: the survivor always gets the item.
 *
 * <pre>{@code
 * ./weir run IdleConsumerKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "idle", point = Victim.POINT)
@Deadline("4s")
@Description("A consumer is killed while it waits on an empty queue: the others go on.")
@Ref("multiprocessing/queues.py, Queue.get: the reader's lock is held while it waits (S5)")
@Claim(id = "S5", value = "A consumer that is killed while it waits on an empty queue takes nothing with it: another one gets the next item.", held = "killed(idle,SIGKILL): x")
@Outcome(id = "killed(idle,SIGKILL): x", expect = ACCEPTABLE, desc = "The survivor got the item.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "The death wedged the queue.")
@MustObserve("killed(idle,SIGKILL): x")
public class IdleConsumerKilled {
    final RingQueue<String> queue = RingQueue.create(Codec.standard(), 4096, 8);
    final Victim victim = new Victim();

    @Actor
    public void idle() throws InterruptedException {
        victim.dieSoon(Duration.ofMillis(2));
        queue.take();
    }

    @Actor
    public void survivor(L_Result r) throws InterruptedException {
        r.r1 = String.valueOf(queue.poll(2, TimeUnit.SECONDS));
    }

    @Actor
    public void producer() throws InterruptedException {
        victim.awaitDeath();
        queue.put("x");
    }
}
