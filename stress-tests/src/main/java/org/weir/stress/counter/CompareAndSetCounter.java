package org.weir.stress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;

/**
 * Two JVMs add one to the same int by compare-and-set, again until it succeeds.
 *
 * <p>
 * The write happens only if nobody wrote since the read, so nothing is overwritten unseen. It is what every lock-free
 * algorithm between processes is made of, and it works between processes because it is an instruction of the CPU and
 * not a service of the JVM.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: nothing lost in 1 million samples.
 *
 * <pre>{@code
 * ./weir run CompareAndSetCounter
 * }</pre>
 */
@MultiJvmTest
@Description("Two actors add one to the same int, by compare-and-set: no increment is lost.")
@Claim(id = "C-LU-cas", value = "No increment is lost, by compare-and-set.", held = "2")
@Comparison(group = "lost update", label = "by compare-and-set", of = "1")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = FORBIDDEN, desc = "An increment was lost; on no machine.")
public class CompareAndSetCounter {
    final SharedInt counter = SharedInt.create();

    @Actor
    public void first() {
        increment();
    }

    @Actor
    public void second() {
        increment();
    }

    @Arbiter
    public void last(I_Result r) {
        r.r1 = counter.get();
    }

    private void increment() {
        int before = counter.get();
        while (!counter.compareAndSet(before, before + 1)) {
            before = counter.get();
        }
    }
}
