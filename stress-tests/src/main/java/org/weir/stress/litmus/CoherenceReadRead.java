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
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * Coherence: one actor writes a variable once, the other reads it twice in opaque mode. Can the second read be older
 * than the first?
 *
 * <p>
 * It cannot: all actors agree on one order of the writes to a single variable, and nobody goes back in it. Every
 * machine that Java runs on keeps that promise for every access; compilers do not keep it for plain ones, which they
 * may exchange or take from a register, and so Java promises it from opaque mode on. It is the weakest promise of all,
 * and every flag that is polled relies on it.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: {@code 1, 0} never in 136 million samples between
 * processes, nor in 99 million between threads under jcstress; the write fell between the reads, {@code 0, 1}, in
 * 0.07% and 0.2% of them.
 *
 * <pre>{@code
 * ./weir run CoherenceReadRead
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("One write, two reads in opaque mode: the second read is not older than the first.")
@Claim(id = "C-CORR-opaque", value = "A second read is not older than the first, opaque.", held = {"0, 0", "0, 1",
        "1, 1"})
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("P. Sewell et al., x86-TSO: a rigorous and usable programmer's model for x86 multiprocessors, CACM 2010")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both reads came before the write.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "The write came between the reads.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Both reads came after the write.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The second read was older than the first: time ran backwards.")
@MustObserve("1, 1")
public class CoherenceReadRead {
    final SharedInt x = SharedInt.create();

    @Actor
    public void writer() {
        x.setOpaque(1);
    }

    @Actor
    public void reader(II_Result r) {
        r.r1 = x.getOpaque();
        r.r2 = x.getOpaque();
    }
}
