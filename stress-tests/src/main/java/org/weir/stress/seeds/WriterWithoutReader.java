package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The parent writes to a child that does not read its standard input: up to the pipe's capacity the write returns,
 * beyond it never.
 *
 * <p>
 * The document's exchange is short and never meets this. Whoever writes a lot to a child that writes a lot back meets
 * it from both sides: the classic deadlock of {@code Popen} with two pipes. The wait here is bounded, so that a blocked
 * writer is counted; killing the child releases it.
 *
 * <pre>{@code
 * ./weir run WriterWithoutReader
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("10s")
@Description("Bytes written to a child that does not read: the write blocks beyond the capacity of the pipe.")
@Claim(id = "SD16", value = "Writing to a child's standard input returns although the child does not read.", held = "written")
@Sweep(param = "bytes", unit = "bytes", label = "blocked writers", of = "blocked", logarithmic = true, marks = "65536=capacity of a pipe")
@Ref("seed 002, Multiprocessing: p1.stdin.write(...) (SD16)")
@Ref("pipe(7)")
@Outcome(id = "written", expect = ACCEPTABLE, desc = "The pipe took it all.")
@Outcome(id = "blocked", expect = ACCEPTABLE_INTERESTING, desc = "The writer waits for a reader that will not come.")
public class WriterWithoutReader {
    private static final long PATIENCE_MILLIS = 100;

    private final int bytes;

    /** @param bytes how much is written */
    public WriterWithoutReader(@Param({"4096", "65536", "65537", "1048576"}) int bytes) {
        this.bytes = bytes;
    }

    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        Process child = new ProcessBuilder("/bin/sleep", "60").start();
        Thread writer = Thread.ofPlatform().daemon().start(() -> write(child.getOutputStream()));
        writer.join(PATIENCE_MILLIS);
        r.r1 = writer.isAlive() ? "blocked" : "written";
        child.destroyForcibly().waitFor();
        writer.join();
    }

    private void write(OutputStream in) {
        try {
            in.write(new byte[bytes]);
            in.flush();
        } catch (IOException _) {
            // the child was killed, which is how a blocked writer is released
        }
    }
}
