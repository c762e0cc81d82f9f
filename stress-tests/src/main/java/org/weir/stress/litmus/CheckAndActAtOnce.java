package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;

/**
 * The check and the act of {@link CheckThenAct} in one compare-and-set: exactly one gets the place.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: exactly one in all of 3 million samples.
 *
 * <pre>{@code
 * ./weir run CheckAndActAtOnce
 * }</pre>
 */
@MultiJvmTest
@Description("Two actors take a place by compare-and-set: one gets it.")
@Claim(id = "C-CTA-cas", value = "Of two that take by compare-and-set, one gets the place.", held = {"1, 0", "0, 1"})
@Comparison(group = "check then act", label = "compare-and-set", of = "1, 1")
@Ref("B. Goetz et al., Java Concurrency in Practice, 15.2")
@Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "One got it.")
@Outcome(id = {"1, 1", "0, 0"}, expect = FORBIDDEN, desc = "Both got it, or nobody; on no machine.")
public class CheckAndActAtOnce {
    final SharedInt taken = SharedInt.create();

    @Actor
    public void first(II_Result r) {
        r.r1 = taken.compareAndSet(0, 1) ? 1 : 0;
    }

    @Actor
    public void second(II_Result r) {
        r.r2 = taken.compareAndSet(0, 1) ? 1 : 0;
    }
}
