package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;

/** Its outcome is how it was run: a system property, and a parameter. */
@MultiJvmTest
@Description("Tells a property and a parameter.")
@Outcome(id = ".*", expect = Expect.ACCEPTABLE, desc = "Any.")
public class ShowsHow {
    private final int size;

    public ShowsHow(@Param({"1", "2"}) int size) {
        this.size = size;
    }

    @Actor
    public void property(LI_Result r) {
        r.r1 = System.getProperty("shown", "nothing");
    }

    @Actor
    public void parameter(LI_Result r) {
        r.r2 = size;
    }
}
