package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessLock;

/**
 * Three processes try for a free lock at once, without waiting, and nobody gives it back: one gets it, whoever it is.
 *
 * <p>
 * Never two, which would be no lock, and never none: a try that fails although nobody holds the lock would be a lock
 * that can be missed by all.
 *
 * <pre>{@code
 * ./weir run TryLockByThree
 * }</pre>
 */
@MultiJvmTest
@Description("Three processes call acquire(False) on a free lock: exactly one gets it.")
@Claim(id = "SD24", value = "Of n processes that call acquire(False) on a free lock exactly one gets it.", held = {
        "true, false, false", "false, true, false", "false, false, true"})
@Ref("seed 003, CodingBison: lock.acquire(False) (SD24)")
@Outcome(id = {"true, false, false", "false, true, false",
        "false, false, true"}, expect = ACCEPTABLE, desc = "One got it.")
@Outcome(expect = FORBIDDEN, desc = "Nobody got it, or more than one.")
public class TryLockByThree {
    final ProcessLock lock = ProcessLock.create();
    final Rendezvous together = new Rendezvous(3);

    @Actor
    public void first(ZZZ_Result r) {
        together.await();
        r.r1 = lock.tryLock();
    }

    @Actor
    public void second(ZZZ_Result r) {
        together.await();
        r.r2 = lock.tryLock();
    }

    @Actor
    public void third(ZZZ_Result r) {
        together.await();
        r.r3 = lock.tryLock();
    }
}
