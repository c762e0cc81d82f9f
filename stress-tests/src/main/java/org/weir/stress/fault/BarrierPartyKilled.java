package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.FaultPoint;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.sync.ProcessBarrier;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;

/**
 * Two of three parties wait at a barrier; one of the two is killed. What becomes of the others?
 *
 * <p>
 * In {@code multiprocessing} the dead party still counts as one that has arrived, but it will never leave: the last to arrive
 * passes or hangs, and the barrier is stuck in draining for everybody who comes later. Here it is broken for everybody, as
 * {@link java.util.concurrent.CyclicBarrier} is when a party is interrupted.
 *
 * <p>
 * It dies while it sleeps, or when it counts as one that has arrived and does not sleep yet.
 *
 * <p>
 * Observed: both others always get {@link BrokenBarrierException}.
 *
 * <pre>{@code
 * ./weir run BarrierPartyKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "victim", point = Victim.POINT)
@Deadline("5s")
@Description("A party is killed while it waits at a barrier: it is broken for those that wait and for those that come.")
@Ref("multiprocessing.Barrier, built on Condition and a shared counter (S14)")
@Claim(id = "S14", value = "When a party that waits at a barrier is killed, the barrier breaks for all others.", held = "killed(victim,SIGKILL): broken, broken")
@Outcome(id = "killed(victim,SIGKILL): broken, broken", expect = ACCEPTABLE, desc = "Both were told.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "One of them passed a barrier that not all had reached, or hung.")
@MustObserve("killed(victim,SIGKILL): broken, broken")
public class BarrierPartyKilled {
    final ProcessBarrier barrier = ProcessBarrier.create(3);
    final Victim victim = new Victim();
    final String where;

    public BarrierPartyKilled(@Param({Victim.RANDOM, FaultPoint.BARRIER_ARRIVED}) String where) {
        this.where = where;
    }

    @Actor
    public void victim() throws InterruptedException {
        victim.dieAt(where, Duration.ofMillis(1), () -> waiting() == 2);
        await();
    }

    @Actor
    public void waiting(LL_Result r) throws InterruptedException {
        r.r1 = await();
    }

    @Actor
    public void late(LL_Result r) throws InterruptedException {
        victim.awaitDeath();
        r.r2 = await();
    }

    /** How many parties wait. */
    protected int waiting() {
        return barrier.getNumberWaiting();
    }

    /** What becomes of a party. */
    protected String await() throws InterruptedException {
        try {
            barrier.await(Duration.ofSeconds(3));
            return "passed";
        } catch (BrokenBarrierException e) {
            return "broken";
        }
    }
}
