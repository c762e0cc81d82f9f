package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedInt;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.sync.ProcessValue;

import java.util.concurrent.locks.LockSupport;

/**
 * Three processes add 1 to a shared value a hundred times each: by reading and writing it, each of which takes the value's lock,
 * or by {@code update}, which holds it in between.
 *
 * <p>
 * In {@code multiprocessing} {@code v.value += 1} loses increments although every access to a {@code Value} is locked, for the
 * read and the write are two accesses; the total lies between 2 and the product. {@code with v.get_lock()} makes it exact. It is
 * the same here, with {@code update} for the block.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: by reading and writing, increments were lost in 35 of
 * 166,400 samples; by {@code update}, in none of 210,944.
 *
 * <pre>{@code
 * ./weir run IncrementsOfAValue
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("3s")
@Description("Three processes increment a ProcessValue: exact under its lock, not without.")
@Ref("multiprocessing.Value: \"operations like += which involve a read and write are not atomic\" (S16)")
@Claim(id = "S16", value = "N processes that each increment a shared value K times under its lock make N times K.", held = "update: exact")
@Outcome(id = "update: exact", expect = ACCEPTABLE, desc = "Every increment counted.")
@Outcome(id = "get and set: exact", expect = ACCEPTABLE, desc = "This time they did not meet.")
@Outcome(id = "get and set: lost", expect = ACCEPTABLE_INTERESTING, desc = "The lock of each access does not make two of them one.")
@Outcome(id = "update: .*|.*out of range", expect = FORBIDDEN, desc = "An increment was lost under the lock, or made of nothing.")
@MustObserve("update: exact|get and set: lost")
public class IncrementsOfAValue {
    private static final int TIMES = 100;
    private static final int PROCESSES = 3;

    protected final ProcessValue<Integer> value = ProcessValue.create(ValueType.INT, 0);
    final SharedInt come = SharedInt.create();
    final String how;

    public IncrementsOfAValue(@Param({"update", "get and set"}) String how) {
        this.how = how;
    }

    @Actor
    public void first() {
        increment();
    }

    @Actor
    public void second() {
        increment();
    }

    @Actor
    public void third() {
        increment();
    }

    @Arbiter
    public void total(L_Result r) {
        int total = value.get();
        r.r1 = how + ": " + (total == PROCESSES * TIMES ? "exact"
                : total < 2 || total > PROCESSES * TIMES ? "out of range" : "lost");
    }

    private void increment() {
        come.getAndAdd(1);
        for (int spins = 1; come.get() < PROCESSES; spins++) {
            if (spins % 1000 == 0) {
                LockSupport.parkNanos(10_000);
            }
        }
        for (int i = 0; i < TIMES; i++) {
            if (how.equals("update")) {
                update();
            } else {
                value.set(value.get() + 1);
            }
        }
    }

    /** Adds one, under the lock. */
    protected void update() {
        value.update(before -> before + 1);
    }
}
