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
 * Store buffering with release writes and acquire reads: the mode that is right for handing something over, and wrong
 * here.
 *
 * <p>
 * A release keeps what comes before it from moving behind it; an acquire keeps what comes after it from moving ahead.
 * A write followed by a read of something else is neither case: the read may still overtake. On x86 both are ordinary
 * moves, so nothing empties the store buffer and {@code 0, 0} is seen as in {@link StoreBufferingPlain}. A lock that
 * is built from these modes alone does not exclude.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both read 0 in 2.1% of 125 million samples between
 * processes, and in 39% of 55 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run StoreBufferingAcquireRelease
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Store buffering with release writes and acquire reads: both may read 0.")
@Claim(id = "C-SB-ra", value = "At least one of two that write and then read, release and acquire, reads the other's write.", held = {
        "0, 1", "1, 0", "1, 1"})
@Comparison(group = "store buffering", label = "release and acquire", of = "0, 0")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Both read before either write was visible: release and acquire do not forbid it.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@MustObserve("0, 0")
public class StoreBufferingAcquireRelease {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        x.setRelease(1);
        r.r1 = y.getAcquire();
    }

    @Actor
    public void right(II_Result r) {
        y.setRelease(1);
        r.r2 = x.getAcquire();
    }
}
