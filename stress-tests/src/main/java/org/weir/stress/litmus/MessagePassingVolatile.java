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
 * Message passing with a volatile flag: whoever sees the flag sees the data, although the data itself is plain.
 *
 * <p>
 * The volatile write of the flag happens before the volatile read that sees it, and so does all that came before the
 * one, before all that comes after the other. (Release and acquire would do.) Across processes the rule is the same,
 * because it is the same memory: the JVMs do not know that they are two.
 *
 * <p>
 * On x86-64 this machine would keep the order by itself, so a green run tests the compilers more than the CPU; on
 * aarch64 it tests both.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: {@code 1, 0} never in 81 million samples between
 * processes, nor in 74 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run MessagePassingVolatile
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Write data, raise a volatile flag; read the flag, read the data: whoever sees the flag sees the data.")
@Claim(id = "C-MP-volatile", value = "Whoever sees the flag, by a volatile flag, sees the data.", held = {"0, 0",
        "0, 1", "1, 1"})
@Comparison(group = "message passing", label = "by a volatile flag", of = "1, 0")
@Ref("Java Language Specification, 17.4 Memory Model")
@Ref("J. Manson, W. Pugh, S. Adve, The Java Memory Model, POPL 2005")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Received before anything was sent.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Received between the two writes.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The flag was up and the data there.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag was up and the data missing, although the flag is volatile.")
@MustObserve("1, 1")
public class MessagePassingVolatile {
    final SharedInt data = SharedInt.create();
    protected final SharedInt ready = SharedInt.create();

    @Actor
    public void sender() {
        data.setPlain(1);
        ready.set(1);
    }

    @Actor
    public void receiver(II_Result r) {
        r.r1 = ready.get();
        r.r2 = data.getPlain();
    }
}
