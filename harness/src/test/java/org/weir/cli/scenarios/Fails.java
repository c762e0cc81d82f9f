package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.scenario.MultiJvmTest;

@MultiJvmTest
@Outcome(id = "1, 2", expect = Expect.FORBIDDEN, desc = "What they always write.")
public class Fails {
    @Actor
    public void one(II_Result r) {
        r.r1 = 1;
    }

    @Actor
    public void two(II_Result r) {
        r.r2 = 2;
    }
}
