package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
import org.weir.scenario.Speed;
import org.weir.stress.program.TenProcesses;
import org.weir.sync.ProcessLock;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ten tasks read a shared value, pause, and write it back increased, each under one lock; the document prints 10.
 *
 * <p>
 * The pause between the read and the write makes sure that without the lock nearly every task would be lost: {@link
 * UnlockedTasks}. The lock makes the read and the write one step for everybody who takes it. The pause is a hundredth of
 * the document's tenth of a second: it has to be longer than the ten processes take to begin, and no more hangs on it.
 *
 * <p>
 * One sample is the ten processes doing their task once; they live on from one sample to the next.
 *
 * <pre>{@code
 * ./weir run LockedTasks
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("20s")
@Description("Ten processes read, pause and write under a lock: 10.")
@Claim(id = "SD10", value = "Ten tasks that read, pause and write under a lock make 10.", held = "10")
@Comparison(group = "read, pause, write by ten tasks", label = "under a lock", of = "(?!10)\\d")
@Ref("seed 001, Python Multiprocessing: \"Final value: 10\" (SD10)")
@Outcome(id = "10", expect = ACCEPTABLE, desc = "Every task counted.")
@Outcome(id = "[1-9]", expect = FORBIDDEN, desc = "A task was lost although all held the lock.")
public class LockedTasks {

    @BeforeWorker
    static void start() throws IOException, InterruptedException {
        TenProcesses.start(LockedTasks::task);
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        r.r1 = TenProcesses.total();
    }

    private static void task(ProcessLock lock, RawValue<Integer> value) {
        lock.lock();
        try {
            int before = value.get();
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            value.set(before + 1);
        } finally {
            lock.unlock();
        }
    }
}
