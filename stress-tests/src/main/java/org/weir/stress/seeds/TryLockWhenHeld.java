package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.IZ_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.sync.ProcessLock;

/**
 * {@code lock.acquire(False)} on a lock that another process holds: False, and at once.
 *
 * <p>
 * The holder raises a flag once it has the lock, and keeps it. The other waits a little for the flag; if it has seen
 * it, it cannot get the lock. If it comes first, it gets the lock, and gives it back at once, or the holder would wait
 * for ever.
 *
 * <pre>{@code
 * ./weir run TryLockWhenHeld
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Description("acquire(False) on a held lock: False.")
@Claim(id = "SD24", value = "acquire(False) returns False at once if another process holds the lock.", held = {
        "0, false", "0, true", "1, false"})
@Ref("seed 003, CodingBison: lock.acquire(False) (SD24)")
@Outcome(id = "1, false", expect = ACCEPTABLE, desc = "It was held, and not to be had.")
@Outcome(id = "0, true", expect = ACCEPTABLE, desc = "Nobody held it yet.")
@Outcome(id = "0, false", expect = ACCEPTABLE, desc = "It was taken between the look at the flag and the try.")
@Outcome(id = "1, true", expect = FORBIDDEN, desc = "Two processes held the lock.")
@MustObserve("1, false")
public class TryLockWhenHeld {
    private static final int PATIENCE = 1000;

    final ProcessLock lock = ProcessLock.create();
    final SharedInt held = SharedInt.create();

    @Actor
    public void holder() {
        lock.lock();
        held.set(1);
    }

    @Actor
    public void other(IZ_Result r) {
        int seen = held.get();
        for (int spins = 0; seen == 0 && spins < PATIENCE; spins++) {
            Thread.onSpinWait();
            seen = held.get();
        }
        r.r1 = seen;
        r.r2 = lock.tryLock();
        if (r.r2) {
            lock.unlock();
        }
    }
}
