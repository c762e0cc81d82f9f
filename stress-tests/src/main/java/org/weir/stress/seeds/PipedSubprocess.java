package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A subprocess with pipes for its standard input and output: the parent writes a line and closes, and reads the answer.
 *
 * <p>
 * {@code Popen} starts any program, not only Python; so does {@code ProcessBuilder}, and here it is a shell that plays
 * child2.py: it reads a line, writes its answer to standard output and something else to standard error, which is not
 * what the parent reads.
 *
 * <pre>{@code
 * ./weir run PipedSubprocess
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("10s")
@Description("A line to a subprocess's standard input, its answer from standard output: exact.")
@Claim(id = "SD16", value = "The parent reads exactly what the child wrote to its standard output.", held = "child responding to: this is from master")
@Ref("seed 002, Multiprocessing: Subprocess2.py, child2.py (SD16)")
@Outcome(id = "child responding to: this is from master", expect = ACCEPTABLE, desc = "The answer, exactly.")
@Outcome(expect = FORBIDDEN, desc = "Something else arrived, on one of the two ways.")
public class PipedSubprocess {
    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("/bin/sh", "-c",
                "read line; echo child process running here >&2; printf 'child responding to: %s' \"$line\"")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (OutputStream in = child.getOutputStream()) {
            in.write("this is from master\n".getBytes(StandardCharsets.UTF_8));
        }
        r.r1 = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        child.waitFor();
    }
}
