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
import java.util.concurrent.locks.LockSupport;

/**
 * The document's {@code Counter} class, a value and a lock that every access holds: ten processes add 1 fifty times each,
 * and 500 is printed.
 *
 * <p>
 * The class takes the decision away from its users: who cannot reach the value without the lock cannot forget it.
 * {@link UnlockedCounting} is the same without.
 *
 * <p>
 * One sample is ten processes counting to fifty each; they live on from one sample to the next. The pauses are the shortest
 * there are instead of the document's ten milliseconds: the shorter, the more often two meet at the lock.
 *
 * <pre>{@code
 * ./weir run CounterClass
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("20s")
@Description("Ten processes add 1 fifty times each through a counter that has its lock inside: 500.")
@Claim(id = "SD12", value = "With the Counter class and its lock the total is 500.", held = "500")
@Comparison(group = "ten tasks add 1 fifty times each", label = "a class with its lock inside", of = "(?!500)\\d+")
@Ref("seed 002, Multiprocessing: class Counter, \"NOW, add a lock\" (SD12)")
@Outcome(id = "500", expect = ACCEPTABLE, desc = "Every increment counted.")
@Outcome(id = "(?!500)\\d+", expect = FORBIDDEN, desc = "An increment was lost although each held the lock.")
public class CounterClass {
    /** The document's class. */
    private record Counter(RawValue<Integer> val, ProcessLock lock) {
        void increment() {
            lock.lock();
            try {
                val.set(val.get() + 1);
            } finally {
                lock.unlock();
            }
        }
    }

    @BeforeWorker
    static void start() throws IOException, InterruptedException {
        TenProcesses.start(CounterClass::func);
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        r.r1 = TenProcesses.total();
    }

    private static void func(ProcessLock lock, RawValue<Integer> value) {
        Counter counter = new Counter(value, lock);
        for (int i = 0; i < 50; i++) {
            LockSupport.parkNanos(10_000);
            counter.increment();
        }
    }
}
