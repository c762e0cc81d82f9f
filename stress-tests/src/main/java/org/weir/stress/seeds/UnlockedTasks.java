package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Speed;

/**
 * {@link LockedTasks} without the lock: ten tasks read, pause and write.
 *
 * <p>
 * They all read before the first one writes, or nearly all, and so most of them write the same number. What is left is
 * the number of rounds in which they came, not of tasks.
 *
 * <pre>{@code
 * ./weir run UnlockedTasks
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("20s")
@Description("Ten tasks in five processes read, pause and write without a lock: most of them are lost.")
@Claim(id = "SD10-unlocked", value = "The ten tasks make 10 without the lock, too.", held = "10")
@Comparison(group = "read, pause, write by ten tasks", label = "without a lock", of = "[1-9]")
@Ref("seed 001, Python Multiprocessing: \"the lock ensures that only one process at a time can modify the shared value\" (SD10)")
@Outcome(id = "10", expect = ACCEPTABLE, desc = "By chance every task counted.")
@Outcome(id = "[1-9]", expect = ACCEPTABLE_INTERESTING, desc = "Tasks were lost.")
@MustObserve("[1-9]")
public class UnlockedTasks {
    final SharedInt value = SharedInt.create();
    final Rendezvous together = new Rendezvous(Tasks.THREADS);

    @Actor
    public void first() throws InterruptedException {
        Tasks.twice(this::task);
    }

    @Actor
    public void second() throws InterruptedException {
        Tasks.twice(this::task);
    }

    @Actor
    public void third() throws InterruptedException {
        Tasks.twice(this::task);
    }

    @Actor
    public void fourth() throws InterruptedException {
        Tasks.twice(this::task);
    }

    @Actor
    public void fifth() throws InterruptedException {
        Tasks.twice(this::task);
    }

    @Arbiter
    public void total(I_Result r) {
        r.r1 = value.get();
    }

    private void task() {
        together.await();
        int before = value.getOpaque();
        Tasks.pause();
        value.setOpaque(before + 1);
    }
}
