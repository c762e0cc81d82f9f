package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.process.StartMethod;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;

import java.io.IOException;

/**
 * "Starting a process using this method is rather slow": a process by {@code spawn} beside one from a server that has
 * been started ahead.
 *
 * <p>
 * A fresh interpreter has to be started for a spawned process; here it is a fresh JVM. {@code WARM} takes a JVM that
 * waits ready, as {@code forkserver} forks a process that has Python loaded already. Each sample starts and joins one
 * of each kind, the ready one first, and compares the two times.
 *
 * <pre>{@code
 * ./weir run SpawnBesideWarm
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("60s")
@Description("Start and join of a spawned process beside that of one from a standby: the spawned one is slower.")
@Claim(id = "SD15", value = "Starting a process by spawn is rather slow compared to forkserver.", held = "spawn was slower")
@Ref("seed 002, Multiprocessing: \"Starting a process using this method is rather slow compared to using fork or forkserver\" (SD15)")
@Outcome(id = "spawn was slower", expect = ACCEPTABLE, desc = "As the document says.")
@Outcome(id = "the standby was slower", expect = ACCEPTABLE_INTERESTING, desc = "On a busy machine the standby may not be ready yet.")
public class SpawnBesideWarm {
    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
        Starts.prepare(StartMethod.WARM);
    }

    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        long warm = Starts.timed(StartMethod.WARM);
        long spawn = Starts.timed(StartMethod.SPAWN);
        r.r1 = spawn > warm ? "spawn was slower" : "the standby was slower";
    }
}
