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
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * Store buffering in opaque mode: the compiler may no longer drop or merge the accesses, and all agree on the order of
 * writes to one variable.
 *
 * <p>
 * Between two variables opaque mode promises nothing, so the machine is still free to let a read overtake the write
 * before it, and x86 does. What {@link StoreBufferingPlain} shows is therefore seen here too, this time with the
 * compiler out of the picture.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both read 0 in 3.7% of 115 million samples between
 * processes, and in 46% of 39 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run StoreBufferingOpaque
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Store buffering in opaque mode: both may read 0.")
@Claim(id = "C-SB-opaque", value = "At least one of two that write and then read, opaque, reads the other's write.", held = {
        "0, 1", "1, 0", "1, 1"})
@Comparison(group = "store buffering", label = "opaque", of = "0, 0")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Both read before either write was visible: a store buffer.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@MustObserve("0, 0")
public class StoreBufferingOpaque {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        x.setOpaque(1);
        r.r1 = y.getOpaque();
    }

    @Actor
    public void right(II_Result r) {
        y.setOpaque(1);
        r.r2 = x.getOpaque();
    }
}
