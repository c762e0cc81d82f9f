package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

/**
 * A child squares four numbers into an array in shared memory, and their sum into a value; the parent reads both after
 * the child has ended.
 *
 * <p>
 * The cure for {@link PrivateList}: {@code Array('i', 4)} and {@code Value('i')} lie in memory that both processes
 * have. The arbiter is the parent; that it starts after the actor has returned is the {@code join}. {@link
 * SquaresWithoutJoin} leaves the join out.
 *
 * <pre>{@code
 * ./weir run SharedSquares
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Description("Squares in a shared array and their sum in a shared value, read by the parent after join: complete.")
@Claim(id = "SD02", value = "After join the parent sees the child's squares in the Array and their sum in the Value.", held = "[1, 4, 9, 16], 30")
@Comparison(group = "what the parent sees of the squares", label = "after join", of = "[1, 4, 9, 16], 30")
@Ref("seed 000, Multiprocessing in Python, Part 2: \"Result(in main program): [1, 4, 9, 16]\", \"Sum of squares(in main program): 30\" (SD02)")
@Ref("seed 002, Multiprocessing: mp.Array('i', 3) (SD02)")
@Ref("seed 004, About multi-process: sharedctypes (SD02)")
@Outcome(id = "[1, 4, 9, 16], 30", expect = ACCEPTABLE, desc = "All squares and their sum.")
@Outcome(expect = FORBIDDEN, desc = "The child had ended, and what it wrote was not all there.")
public class SharedSquares {
    final ProcessArray<Integer> result = ProcessArray.create(ValueType.INT, 4);
    final ProcessValue<Integer> squareSum = ProcessValue.create(ValueType.INT, 0);

    @Actor
    public void child() {
        for (int i = 0; i < result.length(); i++) {
            result.set(i, (i + 1) * (i + 1));
        }
        squareSum.set(result.toList().stream().mapToInt(Integer::intValue).sum());
    }

    @Arbiter
    public void parent(LL_Result r) {
        r.r1 = result.toList().toString();
        r.r2 = squareSum.get();
    }
}
