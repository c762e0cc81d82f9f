package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.RawValue;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.util.concurrent.locks.LockSupport;

/**
 * Ten tasks add 1 to a value fifty times each, with a pause before each addition, and no lock: "you should see
 * different values for each run".
 *
 * <p>
 * The pause lies before the increment and not inside it, so most increments find nobody else at work, and the total is
 * nearly 500: a race that is rare, and different each time. With a pause between the read and the write, as in {@link
 * UnlockedTasks}, nearly all would be lost. The pauses are a thousandth of the document's ten milliseconds; the tasks
 * are two threads in each of five processes.
 *
 * <pre>{@code
 * ./weir run UnlockedCounting
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("20s")
@Description("Ten tasks add 1 fifty times each without a lock: the total differs from run to run.")
@Claim(id = "SD11", value = "Ten tasks that add 1 fifty times each without a lock lose some: the total is not 500.", held = "(?!500)\\d+")
@Comparison(group = "ten tasks add 1 fifty times each", label = "without a lock", of = "(?!500)\\d+")
@Ref("seed 002, Multiprocessing: \"You should see different values for each run\" (SD11)")
@Outcome(id = "500", expect = ACCEPTABLE, desc = "By chance no increment was lost.")
@Outcome(id = "(?!500)[1-4]?\\d{1,2}", expect = ACCEPTABLE_INTERESTING, desc = "Increments were lost.")
public class UnlockedCounting {
    final RawValue<Integer> value = RawValue.create(ValueType.INT, 0);
    final Rendezvous together = new Rendezvous(Tasks.THREADS);

    @Actor
    public void first() throws InterruptedException {
        Tasks.twice(this::count);
    }

    @Actor
    public void second() throws InterruptedException {
        Tasks.twice(this::count);
    }

    @Actor
    public void third() throws InterruptedException {
        Tasks.twice(this::count);
    }

    @Actor
    public void fourth() throws InterruptedException {
        Tasks.twice(this::count);
    }

    @Actor
    public void fifth() throws InterruptedException {
        Tasks.twice(this::count);
    }

    @Arbiter
    public void total(I_Result r) {
        r.r1 = value.get();
    }

    private void count() {
        together.await();
        for (int i = 0; i < 50; i++) {
            LockSupport.parkNanos(10_000);
            value.set(value.get() + 1);
        }
    }
}
