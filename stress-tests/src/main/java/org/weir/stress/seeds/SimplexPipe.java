package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.channel.Pipe;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;

/**
 * {@code Pipe(False)}: the first end only receives and the second only sends. The other directions are refused.
 *
 * <p>
 * Both ends are tried in the wrong direction, and then in the right one: a refusal changes nothing, and the message
 * that follows it arrives.
 *
 * <pre>{@code
 * ./weir run SimplexPipe
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("The ends of a simplex pipe used in the wrong direction: refused, and nothing is harmed.")
@Claim(id = "SD27", value = "With Pipe(False) the first end only receives and the second only sends.", held = "refused, refused, hello")
@Ref("seed 004, About multi-process: \"conn1 is dedicated to receiving messages and conn2 is dedicated to sending\" (SD27)")
@Outcome(id = "refused, refused, hello", expect = ACCEPTABLE, desc = "Both wrong directions were refused, and the right one works.")
@Outcome(expect = FORBIDDEN, desc = "A wrong direction was accepted, or the refusal did harm.")
public class SimplexPipe implements AutoCloseable {
    final Pipe pipe = Pipe.simplex();

    @Actor
    public void receiver(LLL_Result r) throws IOException {
        try {
            pipe.first().send("the wrong way");
            r.r1 = "accepted";
        } catch (IllegalStateException refused) {
            r.r1 = "refused";
        }
        r.r3 = pipe.first().recv();
    }

    @Actor
    public void sender(LLL_Result r) throws IOException {
        try {
            r.r2 = pipe.second().poll() ? "accepted" : "accepted, empty";
        } catch (IllegalStateException refused) {
            r.r2 = "refused";
        }
        pipe.second().send("hello");
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
