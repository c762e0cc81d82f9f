package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.process.StartMethod;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * How long a process takes from {@code start} to the return of {@code join}, by the start methods that there are.
 *
 * <p>
 * The height is in milliseconds, its median and its 5% and 95% quantiles over samples. {@code SPAWN} is a fresh JVM;
 * {@code WARM} is one that waits ready, the counterpart of {@code forkserver}. {@code fork} does not exist here,
 * because a JVM has threads that a fork would not copy. One sample is one process; a standby has time to become ready before,
 * and one that was not is not counted, so what is shown is a start from a standby and not the rate that can be sustained.
 *
 * <pre>{@code
 * ./weir run StartAndJoin
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("60s")
@Description("Milliseconds from start to the return of join, by start method.")
@Claim(id = "SD15", value = "A process of either start method starts, ends and is joined.", held = "\\d+")
@Sweep(param = "method", label = "start and join", valueUnit = "ms")
@Ref("seed 002, Multiprocessing: spawn, fork, forkserver (SD15)")
@Outcome(id = "\\d+", expect = ACCEPTABLE, desc = "So many milliseconds.")
@Outcome(expect = FORBIDDEN, desc = "It did not end.")
public class StartAndJoin {
    private final StartMethod method;

    /** @param method how */
    public StartAndJoin(@Param({"SPAWN", "WARM"}) StartMethod method) {
        this.method = method;
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @BeforeSample
    void prepare() throws IOException {
        Starts.prepare(method);
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        r.r1 = (int) TimeUnit.NANOSECONDS.toMillis(Starts.timed(method));
    }
}
