package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessArray;

import java.util.List;

/**
 * The other half of the document's program: two processes each add 1 to every element of a shared array, and {@code [2,
 * 3, 4, 5, 6]} is printed.
 *
 * <p>
 * The increments are as little atomic as those of {@link IncrementedValue}, but there are only five in each process,
 * and they take less time than the start of a process differs by. So the claim is false and looks true: this is the
 * kind of race that a test run by hand does not find.
 *
 * <pre>{@code
 * ./weir run IncrementedArray
 * }</pre>
 */
@MultiJvmTest
@Description("Two processes each add 1 to every element of an Array: an element may be one short.")
@Claim(id = "SD09", value = "Two processes that each add 1 to every element of [0, 1, 2, 3, 4] make [2, 3, 4, 5, 6].", held = "[2, 3, 4, 5, 6]")
@Ref("seed 001, Python Multiprocessing: \"Shared Array: [2, 3, 4, 5, 6]\" (SD09)")
@Outcome(id = "[2, 3, 4, 5, 6]", expect = ACCEPTABLE, desc = "No increment was lost.")
@Outcome(id = "\\[[12], [23], [34], [45], [56]]", expect = ACCEPTABLE_INTERESTING, desc = "An increment was lost.")
@Outcome(expect = FORBIDDEN, desc = "Numbers that nobody can have written.")
public class IncrementedArray {
    final ProcessArray<Integer> array = ProcessArray.of(ValueType.INT, List.of(0, 1, 2, 3, 4));
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
    public void last(L_Result r) {
        r.r1 = array.toList().toString();
    }

    private void increment() {
        together.await();
        for (int i = 0; i < array.length(); i++) {
            array.set(i, array.get(i) + 1);
        }
    }
}
