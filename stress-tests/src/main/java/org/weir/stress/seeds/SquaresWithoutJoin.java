package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

/**
 * The program of {@link SharedSquares} without its {@code join}: the parent reads while the child writes.
 *
 * <p>
 * Each access of the array and the value holds their lock, and still the parent may see any number of the squares, with
 * or without the sum: a lock keeps one access whole and says nothing of the four before it. Reading the array first and
 * the sum after it, the parent may even see a sum whose squares it has missed.
 *
 * <pre>{@code
 * ./weir run SquaresWithoutJoin
 * }</pre>
 */
@MultiJvmTest
@Description("The same squares read without join: the parent sees none, some or all.")
@Claim(id = "SD02", value = "Without join, too, the parent sees the child's squares and their sum.", held = "[1, 4, 9, 16], 30")
@Comparison(group = "what the parent sees of the squares", label = "without join", of = "[1, 4, 9, 16], 30")
@Ref("seed 000, Multiprocessing in Python, Part 2: p1.join() left out (SD02)")
@Outcome(id = "[1, 4, 9, 16], 30", expect = ACCEPTABLE, desc = "The child was done.")
@Outcome(id = "\\[(0|1), (0|4), (0|9), (0|16)], (0|30)", expect = ACCEPTABLE_INTERESTING, desc = "The child was not done.")
@Outcome(expect = FORBIDDEN, desc = "Numbers that nobody wrote.")
@MustObserve("\\[(0|1), (0|4), (0|9), (0|16)], (0|30)")
public class SquaresWithoutJoin {
    final ProcessArray<Integer> result = ProcessArray.create(ValueType.INT, 4);
    final ProcessValue<Integer> squareSum = ProcessValue.create(ValueType.INT, 0);

    @Actor
    public void child() {
        for (int i = 0; i < result.length(); i++) {
            result.set(i, (i + 1) * (i + 1));
        }
        squareSum.set(result.toList().stream().mapToInt(Integer::intValue).sum());
    }

    @Actor
    public void parent(LL_Result r) {
        r.r1 = result.toList().toString();
        r.r2 = squareSum.get();
    }
}
