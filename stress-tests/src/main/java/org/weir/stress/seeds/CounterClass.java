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

import java.util.concurrent.locks.LockSupport;

/**
 * The document's {@code Counter} class, a value and a lock that every access holds: ten tasks add 1 fifty times each,
 * and 500 is printed.
 *
 * <p>
 * The class takes the decision away from its users: who cannot reach the value without the lock cannot forget it.
 * {@link UnlockedCounting} is the same without.
 *
 * <pre>{@code
 * ./weir run CounterClass
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("20s")
@Description("Ten tasks add 1 fifty times each through a counter that has its lock inside: 500.")
@Claim(id = "SD12", value = "With the Counter class and its lock the total is 500.", held = "500")
@Comparison(group = "ten tasks add 1 fifty times each", label = "a class with its lock inside", of = "(?!500)\\d+")
@Ref("seed 002, Multiprocessing: class Counter, \"NOW, add a lock\" (SD12)")
@Outcome(id = "500", expect = ACCEPTABLE, desc = "Every increment counted.")
@Outcome(id = "(?!500)\\d+", expect = FORBIDDEN, desc = "An increment was lost although each held the lock.")
public class CounterClass {
    final LockedCount counter = new LockedCount();
    final Rendezvous together = new Rendezvous(Tasks.THREADS);

    /** The document's class. */
    private static final class LockedCount {
        private final SharedInt value = SharedInt.create();
        private final ProcessLock lock = ProcessLock.create();

        void increment() {
            lock.lock();
            try {
                value.setPlain(value.getPlain() + 1);
            } finally {
                lock.unlock();
            }
        }

        int value() {
            lock.lock();
            try {
                return value.getPlain();
            } finally {
                lock.unlock();
            }
        }
    }

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
        r.r1 = counter.value();
    }

    private void count() {
        together.await();
        for (int i = 0; i < 50; i++) {
            LockSupport.parkNanos(10_000);
            counter.increment();
        }
    }
}
