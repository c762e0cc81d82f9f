package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;

/**
 * Two JVMs write different values to one variable, and two others read it twice each: do the readers agree on which
 * write came first?
 *
 * <p>
 * Coherence: all agree on one order of the writes to a single variable. If one reader sees 1 and then 2, the other may
 * not see 2 and then 1. Every machine that Java runs on keeps this, and Java promises it from opaque mode on. It needs
 * no fence, as {@link IriwVolatile}, the same question about two variables, does on some machines.
 *
 * <p>
 * With fewer than four CPUs the actors run by turns, and most samples say little; the bound beside the result says how
 * little.
 *
 * <p>
 * Observed on two cores, where it says little: no disagreement in 13,824 samples.
 *
 * <pre>{@code
 * ./weir run WriteOrderAgreement
 * }</pre>
 */
@MultiJvmTest
@Description("Four actors: two write one variable, two read it twice: the readers agree on the order of the writes.")
@Claim(id = "C-WOA", value = "All agree on the order of two writes to one variable.", held = "(?!1, 2, 2, 1|2, 1, 1, 2).*")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Outcome(id = {"1, 2, 2, 1", "2, 1, 1, 2"}, expect = FORBIDDEN, desc = "The readers disagree; on no machine.")
@Outcome(id = "(?!1, 2, 2, 1|2, 1, 1, 2)[0-2], [0-2], [0-2], [0-2]", expect = ACCEPTABLE, desc = "There is an order on which both agree.")
public class WriteOrderAgreement {
    final SharedInt x = SharedInt.create();

    @Actor
    public void writerOfOne() {
        x.setOpaque(1);
    }

    @Actor
    public void writerOfTwo() {
        x.setOpaque(2);
    }

    @Actor
    public void firstReader(IIII_Result r) {
        r.r1 = x.getOpaque();
        r.r2 = x.getOpaque();
    }

    @Actor
    public void secondReader(IIII_Result r) {
        r.r3 = x.getOpaque();
        r.r4 = x.getOpaque();
    }
}
