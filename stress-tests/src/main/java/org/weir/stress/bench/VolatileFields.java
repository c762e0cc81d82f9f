package org.weir.stress.bench;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** Store buffering as jcstress is used at its best: two volatile fields of the state, no cells. */
@JCStressTest
@State
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both read before either write was visible.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
public class VolatileFields {
    volatile int x;
    volatile int y;

    @Actor
    public void left(II_Result r) {
        x = 1;
        r.r1 = y;
    }

    @Actor
    public void right(II_Result r) {
        y = 1;
        r.r2 = x;
    }
}
