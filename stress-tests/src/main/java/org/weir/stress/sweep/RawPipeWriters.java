package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedFile;
import org.weir.os.Fifo;
import org.weir.os.PipeIo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.io.IOException;

/**
 * Two processes write messages into the same end of a kernel pipe, without a lock, until it has been full several times. Up to
 * which size does the reader get them whole?
 *
 * <p>
 * "Note that data in a pipe may become corrupted if two processes (or threads) try to read from or write to the same end of the
 * pipe at the same time", says the document, and nothing of sizes. POSIX does: a {@code write} of up to {@code PIPE_BUF} bytes,
 * 4096 on Linux, is atomic; a longer one may be mixed with others. Linux mixes where it has to wait, so the pipe must be full.
 * Above 16 KiB of content the original writes header and content in two calls, between which anybody may come.
 *
 * <p>
 * A size counts the four bytes of the header. {@code torn}: a message had bytes of both writers, or a length that nobody sent;
 * {@code stuck}: the length says more than will ever come, and a reader of the original would wait for ever. It does not here,
 * because it knows how much is sent in all. How many of the messages are torn, simplex and duplex, and where it begins, is what
 * {@link TornMessages} counts.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: torn in none of 152 samples up to 4096, in 17 of 27 at
 * 4097, in 22 of 29 at 16389, in 16 of 35 at 65536, in 26 of 29 at 262144 and in all 23 at 1 MiB; but in none of 47 at 8192
 * and none of 41 at 16384, which are whole pages of the pipe's buffer and yet fit into it. Nothing promises these.
 *
 * <pre>{@code
 * ./weir run RawPipeWriters
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Two unlocked writers on one end of a kernel pipe: whole up to PIPE_BUF, above it mixed at most sizes.")
@Ref("multiprocessing, Pipes: \"data in a pipe may become corrupted if two processes try to read from or write to the same end\" (SD06, S1)")
@Ref("POSIX write(2): PIPE_BUF")
@Claim(id = "S1-raw", value = "Data in a pipe may become corrupted if two processes write to the same end at the same time.", held = "torn|stuck")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = {"torn",
        "stuck"}, logarithmic = true, marks = {"4096=PIPE_BUF", "16384=two writes"})
@Comparison(group = "two writers on one end of a pipe", label = "kernel pipe, no lock", of = {"torn", "stuck"})
@Outcome(id = "intact", expect = ACCEPTABLE, desc = "Every message came whole.")
@Outcome(id = "torn", expect = ACCEPTABLE_INTERESTING, desc = "A message had bytes of both writers, or a length that nobody sent.")
@Outcome(id = "stuck", expect = ACCEPTABLE_INTERESTING, desc = "A reader that trusts the length would wait for ever.")
@Outcome(id = "torn although atomic", expect = FORBIDDEN, desc = "A write of up to PIPE_BUF bytes was mixed with another.")
public class RawPipeWriters {
    final SharedFile pipe = SharedFile.absent();
    final int size;

    public RawPipeWriters(@Param({"100", "4095", "4096", "4097", "16384", "16389", "65536", "1048576"}) int size) {
        this.size = size;
    }

    @BeforeSample
    void makePipe() throws IOException {
        Fifo.create(pipe.path());
    }

    @Actor
    public void first() throws IOException {
        RawFrames.write(pipe.path(), size, (byte) 1);
    }

    @Actor
    public void second() throws IOException {
        RawFrames.write(pipe.path(), size, (byte) 2);
    }

    @Actor
    public void reader(L_Result r) throws IOException {
        String outcome = RawFrames.read(pipe.path(), size);
        r.r1 = outcome.equals(RawFrames.INTACT) || size > PipeIo.ATOMIC_BYTES ? outcome : "torn although atomic";
    }
}
