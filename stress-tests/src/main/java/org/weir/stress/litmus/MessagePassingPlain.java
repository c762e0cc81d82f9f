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

/**
 * Message passing: one actor writes data and then raises a flag, the other reads the flag and then the data, all in
 * plain mode. Can the flag be up and the data missing?
 *
 * <p>
 * Java allows it: nothing orders the two writes, nor the two reads. An x86 CPU does neither: its stores become visible
 * in program order and its loads are done in program order. What is left is the compiler, which may exchange either
 * pair, and HotSpot has little reason to in code this short. So {@code 1, 0} is allowed, interesting, and mostly not
 * seen on x86-64; on aarch64 it is, as both the stores and the loads of that machine may be reordered.
 *
 * <p>
 * That is the trap: the code works on every machine that the author has tried. It is not asked to be seen here, and no
 * verdict depends on it. The cure is {@link MessagePassingVolatile}.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: {@code 1, 0} never in 4.3 million samples between
 * processes, nor in 71 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run MessagePassingPlain
 * }</pre>
 */
@MultiJvmTest
@JCStressTest
@State
@Description("Write data, raise a flag; read the flag, read the data, in plain mode: the flag may be up and the data missing.")
@Claim(id = "C-MP-plain", value = "Whoever sees the flag, plain, sees the data.", held = {"0, 0", "0, 1", "1, 1"})
@Comparison(group = "message passing", label = "plain", of = "1, 0")
@Ref("Java Language Specification, 17.4 Memory Model")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Received before anything was sent.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Received between the two writes.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The flag was up and the data there.")
@Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "The flag was up and the data missing: the compiler, or a machine weaker than x86, reordered.")
public class MessagePassingPlain {
    final SharedInt data = SharedInt.create();
    final SharedInt ready = SharedInt.create();

    @Actor
    public void sender() {
        data.setPlain(1);
        ready.setPlain(1);
    }

    @Actor
    public void receiver(II_Result r) {
        r.r1 = ready.getPlain();
        r.r2 = data.getPlain();
    }
}
