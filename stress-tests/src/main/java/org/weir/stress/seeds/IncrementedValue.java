package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

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
import org.weir.scenario.MustObserve;
import org.weir.sync.ProcessValue;

/**
 * Two processes each add 1 to a shared value a thousand times, and the document prints 2000.
 *
 * <p>
 * {@code val.value += 1} is a read, an addition and a write. {@code Value} has a lock, and each of the two accesses
 * holds it; the pair does not. Whoever writes between the other's read and write is overwritten. The document's output
 * is right when one process is done before the other has begun, which is likely where starting a process takes longer
 * than a thousand additions, and it says nothing of this.
 *
 * <p>
 * The numeric outcome is the total; 2 is the least that is possible, when each thousandth addition of one starts from
 * the first of the other.
 *
 * <pre>{@code
 * ./weir run IncrementedValue
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Description("Two processes each add 1 to a Value a thousand times, as the document does: increments are lost.")
@Claim(id = "SD09", value = "Two processes that each add 1 to a shared value a thousand times make 2000.", held = "2000")
@Comparison(group = "a thousand increments by two processes", label = "value.set(value.get() + 1)", of = "(?!2000)\\d+")
@Ref("seed 001, Python Multiprocessing: \"Shared Value: 2000\" (SD09)")
@Outcome(id = "2000", expect = ACCEPTABLE, desc = "No increment was lost.")
@Outcome(id = "(?!2000)1?\\d{1,3}", expect = ACCEPTABLE_INTERESTING, desc = "Increments were lost.")
@MustObserve("(?!2000)1?\\d{1,3}")
public class IncrementedValue {
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
            value.set(value.get() + 1);
        }
    }
}
