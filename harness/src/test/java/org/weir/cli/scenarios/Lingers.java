package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sample of it takes a second and a half. */
@MultiJvmTest(speed = Speed.RESOURCE)
@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "After a while.")
public class Lingers {
    @Actor
    public void only(I_Result r) throws InterruptedException {
        r.r1 = new CountDownLatch(1).await(1500, TimeUnit.MILLISECONDS) ? 0 : 1;
    }
}
