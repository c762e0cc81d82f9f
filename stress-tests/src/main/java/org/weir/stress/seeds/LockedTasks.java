package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
import org.weir.scenario.Speed;
import org.weir.sync.ProcessLock;

/**
 * Ten tasks read a shared value, pause, and write it back increased, each under one lock; the document prints 10.
 *
 * <p>
 * The pause between the read and the write, a tenth of a second there, makes sure that without the lock nearly every
 * task would be lost: {@link UnlockedTasks}. The lock makes the read and the write one step for everybody who takes it.
 * A sample has five processes with two threads each, as a scenario has at most eight actors; the lock holds between
 * threads as between processes.
 *
 * <pre>{@code
 * ./weir run LockedTasks
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("20s")
@Description("Ten tasks in five processes read, pause and write under a lock: 10.")
@Claim(id = "SD10", value = "Ten tasks that read, pause and write under a lock make 10.", held = "10")
@Comparison(group = "read, pause, write by ten tasks", label = "under a lock", of = "(?!10)\\d")
@Ref("seed 001, Python Multiprocessing: \"Final value: 10\" (SD10)")
@Outcome(id = "10", expect = ACCEPTABLE, desc = "Every task counted.")
@Outcome(id = "[1-9]", expect = FORBIDDEN, desc = "A task was lost although all held the lock.")
public class LockedTasks {
    final ProcessLock lock = ProcessLock.create();
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
        lock.lock();
        try {
            int before = value.getPlain();
            Tasks.pause();
            value.setPlain(before + 1);
        } finally {
            lock.unlock();
        }
    }
}
