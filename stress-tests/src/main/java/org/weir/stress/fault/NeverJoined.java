package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A child is started, ends, and is never joined.
 *
 * <p>
 * In {@code multiprocessing} it is a zombie until somebody joins it, asks whether it lives, or starts another process. Here it is
 * reaped when it ends.
 *
 * <p>
 * Observed: never a zombie for longer than it took to look.
 *
 * <pre>{@code
 * ./weir run NeverJoined
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("10s")
@Description("A child that ended and was never joined is no zombie.")
@Ref("multiprocessing, Programming guidelines: \"Joining zombie processes\" (S22)")
@Claim(id = "S22", value = "A child that has ended is reaped though nobody joins it.", held = "reaped")
@Outcome(id = "reaped", expect = ACCEPTABLE, desc = "The kernel has no entry for it any more.")
@Outcome(id = "zombie", expect = FORBIDDEN, desc = "It was still there after 5 s.")
public class NeverJoined {
    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(L_Result r) throws IOException {
        long pid = JvmProcess.of(NeverJoined::nothing).inheritJvmArgs(false).start().pid();
        long giveUp = System.nanoTime() + Duration.ofSeconds(8).toNanos();
        while (Files.exists(Path.of("/proc/" + pid)) && System.nanoTime() - giveUp < 0) {
            LockSupport.parkNanos(1_000_000);
        }
        r.r1 = Files.exists(Path.of("/proc/" + pid)) ? "zombie" : "reaped";
    }

    private static void nothing() {}
}
