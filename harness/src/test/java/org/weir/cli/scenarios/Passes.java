package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.scenario.MultiJvmTest;

/** Has the weight of three, which is to cost no time when it is run alone. */
@MultiJvmTest(weight = 3)
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "What they always write.")
public class Passes {
    @Actor
    public void one(II_Result r) {
        r.r1 = 1;
    }

    @Actor
    public void two(II_Result r) {
        r.r2 = 2;
    }
}
