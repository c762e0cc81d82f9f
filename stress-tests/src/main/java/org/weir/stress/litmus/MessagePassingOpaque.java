package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;

/**
 * Message passing in opaque mode: the compiler has to leave the accesses as they are, and the machine need not.
 *
 * <p>
 * Opaque accesses of one variable are coherent, and of two variables have no order. What {@link MessagePassingPlain}
 * leaves to compiler and machine is here left to the machine alone. An x86-64 keeps stores in order among themselves,
 * and loads too, so it shows nothing; an aarch64 may reorder both. Code that was tried on the one breaks on the other.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: the flag without the data never in 1.9 million
 * samples.
 *
 * <pre>{@code
 * ./weir run MessagePassingOpaque
 * }</pre>
 */
@MultiJvmTest
@Description("Write data, raise a flag; read the flag, read the data, opaque: the flag may be up and the data missing.")
@Claim(id = "C-MP-opaque", value = "Whoever sees the flag, opaque, sees the data.", held = {"0, 0", "0, 1", "1, 1"})
@Comparison(group = "message passing", label = "opaque", of = "1, 0")
@Ref("D. Lea, Using JDK 9 Memory Order Modes, https://gee.cs.oswego.edu/dl/html/j9mm.html")
@Ref("Arm Architecture Reference Manual for A-profile, B2.3, Definition of the Arm memory model")
@Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "Received before anything was sent.")
@Outcome(id = "0, 1", expect = ACCEPTABLE, desc = "Received between the two writes.")
@Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "The flag was up and the data there.")
@Outcome(id = "1, 0", expect = ACCEPTABLE_INTERESTING, desc = "The flag was up and the data missing: aarch64 shows it, x86-64 does not.")
public class MessagePassingOpaque {
    final SharedInt data = SharedInt.create();
    final SharedInt ready = SharedInt.create();

    @Actor
    public void sender() {
        data.setOpaque(1);
        ready.setOpaque(1);
    }

    @Actor
    public void receiver(II_Result r) {
        r.r1 = ready.getOpaque();
        r.r2 = data.getOpaque();
    }
}
