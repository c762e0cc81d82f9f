package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;

/**
 * 2+2W: two actors write the same two variables in opposite orders. Can both first writes be the ones that stay?
 *
 * <p>
 * Each variable keeps the write that comes last. If both keep 1, the first write of each actor, then each actor's
 * second write came before the other's first, and around the circle something came before itself. Plain mode allows it.
 * An x86-64 makes writes visible in program order, so it is not seen unless the compiler exchanges them; aarch64 allows
 * it.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both 1 in 6.3 million samples between
 * processes, nor in 53 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run TwoWritesPlain
 * }</pre>
 */
@MultiJvmTest
@JCStressTest
@State
@Description("Two actors write two variables in opposite orders, plain: both first writes may stay.")
@Claim(id = "C-2W-plain", value = "Not both first writes stay, plain.", held = {"1, 2", "2, 1", "2, 2"})
@Ref("Java Language Specification, 17.4 Memory Model")
@Ref("Arm Architecture Reference Manual for A-profile, B2.3, Definition of the Arm memory model")
@Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both second writes stayed.")
@Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Both first writes stayed: allowed on aarch64; on x86-64 only a compiler can do it.")
public class TwoWritesPlain {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left() {
        x.setPlain(1);
        y.setPlain(2);
    }

    @Actor
    public void right() {
        y.setPlain(1);
        x.setPlain(2);
    }

    @Arbiter
    public void last(II_Result r) {
        r.r1 = x.get();
        r.r2 = y.get();
    }
}
