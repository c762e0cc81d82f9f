package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

/** Makes the file that the property {@code marker} names, and then takes ten minutes. */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("10m")
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "Nobody waits for it.")
public class Dawdles {
    @Actor
    public void one(II_Result r) throws IOException, InterruptedException {
        Files.createFile(Path.of(System.getProperty("marker")));
        new CountDownLatch(1).await();
        r.r1 = 1;
    }

    @Actor
    public void two(II_Result r) {
        r.r2 = 2;
    }
}
