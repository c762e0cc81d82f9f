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
 * Independent reads of independent writes, in volatile mode: four JVMs, two of which write one variable each and two
 * of which read both, in opposite orders. Can the readers disagree on which write came first?
 *
 * <p>
 * The outcome {@code 1, 0, 1, 0} says that one reader saw x written and y not yet, the other y written and x not yet.
 * Volatile accesses have one total order, so it is forbidden. Release and acquire would allow it; on x86 it does not
 * happen in any mode, because a store leaves its buffer for all other CPUs at once, and on POWER it does.
 *
 * <p>
 * The test needs four CPUs to mean much. With fewer the actors run by turns, Weir waits asleep instead of spinning and
 * says so in the result: then most samples find all writes done or none, and the verdict is worth no more than the
 * upper bound beside it. It is no twin, as jcstress does not run a test with more actors than CPUs: it leaves it out
 * and exits with 0.
 *
 * <p>
 * Observed on two cores, where it says little: no disagreement in 9,216 samples.
 *
 * <pre>{@code
 * ./weir run IriwVolatile
 * }</pre>
 */
@MultiJvmTest
@Description("Four actors: two write one variable each, two read both in opposite orders: the readers agree on the order.")
@Claim(id = "C-IRIW-volatile", value = "Two readers agree on the order of two volatile writes.", held = "(?!1, 0, 1, 0).*")
@Ref("Java Language Specification, 17.4 Memory Model")
@Ref("H.-J. Boehm, S. Adve, Foundations of the C++ Concurrency Memory Model, PLDI 2008")
@Outcome(id = "1, 0, 1, 0", expect = FORBIDDEN, desc = "The readers disagree on which write came first.")
@Outcome(expect = ACCEPTABLE, desc = "There is an order of the two writes on which both readers agree.")
public class IriwVolatile {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void writerOfX() {
        x.set(1);
    }

    @Actor
    public void writerOfY() {
        y.set(1);
    }

    @Actor
    public void readerOfXThenY(IIII_Result r) {
        r.r1 = x.get();
        r.r2 = y.get();
    }

    @Actor
    public void readerOfYThenX(IIII_Result r) {
        r.r3 = y.get();
        r.r4 = x.get();
    }
}
