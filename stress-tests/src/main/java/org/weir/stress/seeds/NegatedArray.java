package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.DL_Result;
import org.weir.memory.ValueType;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.sync.ProcessArray;
import org.weir.sync.ProcessValue;

import java.util.List;

/**
 * A child sets a double in shared memory and negates an array of ints; the parent reads both after it has ended.
 *
 * <p>
 * The value is exact: a {@code Value('d')} holds the eight bytes of a double and nothing is printed and read again on
 * the way.
 *
 * <pre>{@code
 * ./weir run NegatedArray
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Description("A shared double and a shared array of ints, changed by a child: exact values in the parent.")
@Claim(id = "SD28", value = "The parent reads exactly what the child wrote into the Value('d') and the Array('i').", held = "3.141592, [0, -1, -2, -3, -4, -5, -6, -7, -8, -9]")
@Ref("seed 004, About multi-process: valuearray.py (SD28)")
@Outcome(id = "3.141592, [0, -1, -2, -3, -4, -5, -6, -7, -8, -9]", expect = ACCEPTABLE, desc = "Exactly what the document prints.")
@Outcome(expect = FORBIDDEN, desc = "Other values than the child wrote.")
public class NegatedArray {
    final ProcessValue<Double> number = ProcessValue.create(ValueType.DOUBLE, 0.0);
    final ProcessArray<Integer> array = ProcessArray.of(ValueType.INT, List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9));

    @Actor
    public void child() {
        number.set(3.141592);
        for (int i = 0; i < array.length(); i++) {
            array.update(i, n -> -n);
        }
    }

    @Arbiter
    public void parent(DL_Result r) {
        r.r1 = number.get();
        r.r2 = array.toList().toString();
    }
}
