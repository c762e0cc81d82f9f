package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessValue;

/**
 * The counterpart of {@link IncrementedValue}: the same increments, each made in one step by {@code update}, which
 * holds the value's lock from the read to the write.
 *
 * <pre>{@code
 * ./weir run UpdatedValue
 * }</pre>
 */
@MultiJvmTest
@Description("Two processes each add 1 to a Value a thousand times by update: no increment is lost.")
@Claim(id = "SD09-update", value = "With update, which locks the read and the write together, the total is 2000.", held = "2000")
@Comparison(group = "a thousand increments by two processes", label = "value.update(n -> n + 1)", of = "(?!2000)\\d+")
@Ref("seed 001, Python Multiprocessing: \"Shared Value: 2000\" (SD09)")
@Outcome(id = "2000", expect = ACCEPTABLE, desc = "No increment was lost.")
@Outcome(id = "(?!2000)\\d+", expect = FORBIDDEN, desc = "Increments were lost although each held the lock.")
public class UpdatedValue {
    final ProcessValue<Integer> value = ProcessValue.create(ValueType.INT, 0);
    final Rendezvous together = new Rendezvous(2);

    @Actor
    public void first() {
        increment();
    }

    @Actor
    public void second() {
        increment();
    }

    @Arbiter
    public void total(I_Result r) {
        r.r1 = value.get();
    }

    private void increment() {
        together.await();
        for (int i = 0; i < 1000; i++) {
            value.update(n -> n + 1);
        }
    }
}
