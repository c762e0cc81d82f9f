package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
 * Store buffering in volatile mode: no longer can both actors read 0.
 *
 * <p>
 * Volatile accesses of all actors have one total order that each actor's program order is part of. In it some write
 * comes first, and the other actor's read after it. The JVM pays for that on x86 with a locked instruction or a fence
 * between the write and the read: the read waits until the store buffer is empty.
 *
 * <p>
 * The rarest allowed outcome is {@code 1, 1}: both writes have to reach memory before either read. Its rate says how
 * well two actors meet, in the time of a few nanoseconds, and so how much the absence of {@code 0, 0} is worth. The
 * benchmark of this module compares it with jcstress's; see {@code org.weir.stress.bench}.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both 0; {@code 1, 1} in 2.5% of 58 million
 * samples between processes, and in 44% of 22 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run StoreBufferingVolatile
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Store buffering in volatile mode: at least one actor reads 1.")
@Claim(id = "C-SB-volatile", value = "At least one of two that write and then read, volatile, reads the other's write.", held = {
        "0, 1", "1, 0", "1, 1"})
@Comparison(group = "store buffering", label = "volatile", of = "0, 0")
@Ref("Java Language Specification, 17.4 Memory Model")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Two volatile reads overtook the volatile writes before them.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One actor was done before the other began, or nearly so.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both wrote before either read.")
@MustObserve("1, 1")
public class StoreBufferingVolatile {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        x.set(1);
        r.r1 = y.get();
    }

    @Actor
    public void right(II_Result r) {
        y.set(1);
        r.r2 = x.get();
    }
}
