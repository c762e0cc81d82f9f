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
import java.util.concurrent.locks.LockSupport;

/**
 * Ten processes add 1 to a value fifty times each, with a pause before each addition, and no lock: "you should see
 * different values for each run".
 *
 * <p>
 * The pause lies before the increment and not inside it, so most increments find nobody else at work, and the total is
 * nearly 500: a race that is rare, and different each time. With a pause between the read and the write, as in {@link
 * UnlockedTasks}, nearly all would be lost. The pauses are the shortest there are, some
 * sixty microseconds instead of the document's ten milliseconds: the shorter, the more often two meet.
 *
 * <p>
 * One sample is ten processes counting to fifty each; they live on from one sample to the next.
 *
 * <pre>{@code
 * ./weir run UnlockedCounting
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("20s")
@Description("Ten processes add 1 fifty times each without a lock: the total differs from run to run.")
@Claim(id = "SD11", value = "Ten processes that add 1 fifty times each without a lock lose some: the total is not 500.", held = "(?!500)\\d+")
@Comparison(group = "ten tasks add 1 fifty times each", label = "without a lock", of = "(?!500)\\d+")
@Ref("seed 002, Multiprocessing: \"You should see different values for each run\" (SD11)")
@Outcome(id = "500", expect = ACCEPTABLE, desc = "By chance no increment was lost.")
@Outcome(id = "(?!500)[1-4]?\\d{1,2}", expect = ACCEPTABLE_INTERESTING, desc = "Increments were lost.")
@MustObserve("(?!500)[1-4]?\\d{1,2}")
public class UnlockedCounting {

    @BeforeWorker
    static void start() throws IOException, InterruptedException {
        TenProcesses.start(UnlockedCounting::func);
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        r.r1 = TenProcesses.total();
    }

    private static void func(ProcessLock unused, RawValue<Integer> value) {
        for (int i = 0; i < 50; i++) {
            LockSupport.parkNanos(10_000);
            value.set(value.get() + 1);
        }
    }
}
