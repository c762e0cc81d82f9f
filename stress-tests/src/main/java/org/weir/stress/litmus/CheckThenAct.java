package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * Two JVMs find a place free and take it: check, then act. Both may get it.
 *
 * <p>
 * The check is volatile and the act is volatile, and between them lies the other one's check. It is the race of every
 * "if the file does not exist, create it", of {@code while not q.empty(): q.get()}, and of the two bears of seed 003.
 * {@link CheckAndActAtOnce} does both in one step.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both got it in 11% of 702,720 samples; in 0.4%
 * when the machine was very busy.
 *
 * <pre>{@code
 * ./weir run CheckThenAct
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Description("Two actors check that a place is free and then take it: both may get it.")
@Claim(id = "C-CTA-plain", value = "Of two that check and then take, one gets the place.", held = {"1, 0", "0, 1"})
@Comparison(group = "check then act", label = "two steps", of = "1, 1")
@Ref("B. Goetz et al., Java Concurrency in Practice, 2.2.1")
@Outcome(id = {"1, 0", "0, 1"}, expect = ACCEPTABLE, desc = "One got it.")
@Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Both found it free and took it, on any machine.")
@MustObserve("1, 1")
public class CheckThenAct {
    final SharedInt taken = SharedInt.create();

    @Actor
    public void first(II_Result r) {
        r.r1 = take();
    }

    @Actor
    public void second(II_Result r) {
        r.r2 = take();
    }

    private int take() {
        if (taken.get() != 0) {
            return 0;
        }
        taken.set(1);
        return 1;
    }
}
