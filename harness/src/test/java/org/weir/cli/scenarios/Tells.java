package org.weir.cli.scenarios;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes the file that the property {@code marker} names once it has been sampled some thousand times. */
@MultiJvmTest(speed = Speed.MEMORY)
@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "What they always write.")
public class Tells {
    private static int samples;

    @Actor
    public void one(II_Result r) throws IOException {
        if (++samples == 100_000) {
            Files.createFile(Path.of(System.getProperty("marker")));
        }
        r.r1 = 1;
    }

    @Actor
    public void two(II_Result r) {
        r.r2 = 2;
    }
}
