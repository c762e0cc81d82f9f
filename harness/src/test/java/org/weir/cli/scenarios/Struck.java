package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

/** Each of its samples has an outcome of its own, which tells the sample's number and whether its actor was killed. */
@MultiJvmTest(speed = Speed.RESOURCE)
@Fault(kind = FaultKind.KILL, actor = "victim", point = "here", probability = 0.5)
@Outcome(id = "1, \\d+", expect = Expect.ACCEPTABLE, desc = "Spared.")
@Outcome(id = "killed\\(victim,SIGKILL\\): 0, \\d+", expect = Expect.FORBIDDEN, desc = "Killed.")
public class Struck {
    private static int samples;

    @Actor
    public void victim(II_Result r) {
        Faults.point("here");
        r.r1 = 1;
    }

    @Arbiter
    public void count(II_Result r) {
        r.r2 = ++samples;
    }
}
