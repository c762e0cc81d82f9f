package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.RawValue;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Speed;
import org.weir.stress.program.TenProcesses;
import org.weir.sync.ProcessLock;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * {@link LockedTasks} without the lock: ten tasks read, pause and write.
 *
 * <p>
 * They all read before the first one writes, or nearly all, and so most of them write the same number. What is left is
 * the number of rounds in which they came, not of tasks.
 *
 * <p>
 * One sample is ten processes doing their task once; they live on from one sample to the next.
 *
 * <pre>{@code
 * ./weir run UnlockedTasks
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("20s")
@Description("Ten processes read, pause and write without a lock: most of them are lost.")
@Claim(id = "SD10-unlocked", value = "The ten tasks make 10 without the lock, too.", held = "10")
@Comparison(group = "read, pause, write by ten tasks", label = "without a lock", of = "[1-9]")
@Ref("seed 001, Python Multiprocessing: \"the lock ensures that only one process at a time can modify the shared value\" (SD10)")
@Outcome(id = "10", expect = ACCEPTABLE, desc = "By chance every task counted.")
@Outcome(id = "[1-9]", expect = ACCEPTABLE_INTERESTING, desc = "Tasks were lost.")
@MustObserve("[1-9]")
public class UnlockedTasks {

    @BeforeWorker
    static void start() throws IOException, InterruptedException {
        TenProcesses.start(UnlockedTasks::task);
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        r.r1 = TenProcesses.total();
    }

    private static void task(ProcessLock unused, RawValue<Integer> value) {
        int before = value.get();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        value.set(before + 1);
    }
}
