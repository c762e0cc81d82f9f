package org.weir.stress.counter;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * Two JVMs add one to the same int by a volatile read and a volatile write.
 *
 * <p>
 * Volatile orders accesses and does not join them: between the read and the write there is as much room as in {@link
 * UnlockedCounter}. The most common of all misunderstandings of the word.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: an increment lost in 2.4% of 80 million samples
 * between processes, and in 25% of 25 million between threads under jcstress.
 *
 * <pre>{@code
 * ./weir run VolatileCounter
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@JCStressTest
@State
@Description("Two actors add one to the same int, by a volatile read and a volatile write: one increment can be lost.")
@Claim(id = "C-LU-volatile", value = "No increment is lost, by a volatile read and a volatile write.", held = "2")
@Comparison(group = "lost update", label = "by a volatile read and a volatile write", of = "1")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "Both read 0: one increment was lost, on any machine.")
@MustObserve("1")
public class VolatileCounter {
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
        counter.set(counter.get() + 1);
    }
}
