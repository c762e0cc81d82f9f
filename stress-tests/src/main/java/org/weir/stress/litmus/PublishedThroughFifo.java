package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.os.Fifo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Plain data in shared memory, announced by a byte through a FIFO: does the reader of the byte see the data?
 *
 * <p>
 * No Java rule says so, for the JVM does not know what a pipe means. The kernel takes locks on the way in and on the
 * way out, and they order memory on every machine: whoever has read the byte comes after whoever wrote it. Data in
 * shared memory and the word of it through a pipe is what most systems of processes do.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: seen in all 116 samples.
 *
 * <pre>{@code
 * ./weir run PublishedThroughFifo
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Plain data in shared memory, announced through a FIFO: whoever got the word sees the data.")
@Claim(id = "C-PUB-fifo", value = "Data written before a message through a FIFO is seen by its receiver.", held = {
        "1, 42", "0, 0", "0, 42"})
@Ref("pipe(7), fifo(7)")
@Ref("Linux kernel, Documentation/memory-barriers.txt, LOCK ACQUISITION FUNCTIONS")
@Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Got the word, and saw the data.")
@Outcome(id = {"0, 0", "0, 42"}, expect = ACCEPTABLE, desc = "Came too early for the word.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Got the word, and the data was missing; on no machine.")
public class PublishedThroughFifo {
    final SharedFile pipe = SharedFile.absent();
    final SharedInt data = SharedInt.create();

    @BeforeSample
    void makePipe() throws IOException {
        Fifo.create(pipe.path());
    }

    @Actor
    public void sender() throws IOException {
        data.setPlain(42);
        try (OutputStream out = new FileOutputStream(pipe.path().toFile())) {
            out.write(1);
        }
    }

    @Actor
    public void receiver(II_Result r) throws IOException {
        try (InputStream in = new FileInputStream(pipe.path().toFile())) {
            r.r1 = in.read();
        }
        r.r2 = data.getPlain();
    }
}
