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
 * Store buffering: each actor writes its own variable and then reads the other's, all in plain mode. Can both read 0?
 *
 * <p>
 * In any order of the four steps that keeps each actor's own, the first step is a write, and the other actor's read
 * comes after it; so at least one actor reads 1. Machines do not keep that order. On x86 a write waits in the CPU's
 * store buffer until the cache line is there, while the read after it is already answered: both actors read 0. It is
 * the one reordering that x86-TSO allows. Plain mode lets the compiler exchange the two as well.
 *
 * <p>
 * {@code 0, 0} turns up in every run on x86-64, between processes as between threads: the store buffer knows neither.
 * It is how Dekker's and Peterson's algorithms break. {@link StoreBufferingVolatile} is the cure; {@link
 * StoreBufferingOpaque} and {@link StoreBufferingAcquireRelease} are not.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: both read 0 in 2.9% of 110 million samples between
 * processes, and in 40% of 57 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run StoreBufferingPlain
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Write x, read y; write y, read x, in plain mode: both may read 0.")
@Claim(id = "C-SB-plain", value = "At least one of two that write and then read, plain, reads the other's write.", held = {
        "0, 1", "1, 0", "1, 1"})
@Comparison(group = "store buffering", label = "plain", of = "0, 0")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Ref("Java Language Specification, 17.4 Memory Model")
@Outcome(id = "0, 0", expect = ACCEPTABLE_INTERESTING, desc = "Both read before either write was visible: a store buffer, or the compiler.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@MustObserve("0, 0")
public class StoreBufferingPlain {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        x.setPlain(1);
        r.r1 = y.getPlain();
    }

    @Actor
    public void right(II_Result r) {
        y.setPlain(1);
        r.r2 = x.getPlain();
    }
}
