package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
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
 * Load buffering: each actor reads one variable and then writes the other. Can both read what the other writes
 * afterwards?
 *
 * <p>
 * It would take a write that is seen before the read that precedes it in the program. Opaque mode allows it between two
 * variables. An x86-64 never makes a write visible before an earlier read is done; the architecture of aarch64 allows
 * it, and few of its processors have been seen to do it.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both 1 in 7.5 million samples between
 * processes, nor in 55 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run LoadBufferingOpaque
 * }</pre>
 */
@MultiJvmTest
@JCStressTest
@State
@Description("Read one variable, write the other, opaque: both reads may see the other write.")
@Claim(id = "C-LB-opaque", value = "Not both reads see a write that comes after them, opaque.", held = {"0, 0", "0, 1",
        "1, 0"})
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("Arm Architecture Reference Manual for A-profile, B2.3, Definition of the Arm memory model")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both read before either wrote.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One read what the other wrote.")
@Outcome(id = "1, 1", expect = ACCEPTABLE_INTERESTING, desc = "Both read what was written after they read: allowed on aarch64, not done by x86-64.")
public class LoadBufferingOpaque {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        r.r1 = x.getOpaque();
        y.setOpaque(1);
    }

    @Actor
    public void right(II_Result r) {
        r.r2 = y.getOpaque();
        x.setOpaque(1);
    }
}
