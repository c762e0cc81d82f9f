package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.os.Fifo;
import org.weir.os.FileHandle;
import org.weir.os.PipeIo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Two processes read from the same end of a kernel pipe, without a lock, what one process writes.
 *
 * <p>
 * Here the size of a message is no help. A reader takes four bytes of length and then that many of content, in calls of its own,
 * and the other one may come between them: it reads content as a length, and each of them the content of the other.
 *
 * <p>
 * A reader looks for bytes before it reads, and gives up when there are none for a while: what it is still waiting for then will
 * never come, {@code stuck}.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: torn or stuck in all 6 samples of 100 bytes, in 4 of 7 of
 * 4096 and in 3 of 7 of 65536.
 *
 * <pre>{@code
 * ./weir run RawPipeReaders
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Two unlocked readers on one end of a kernel pipe: no size is safe.")
@Ref("multiprocessing, Pipes: \"data in a pipe may become corrupted if two processes try to read from or write to the same end\" (SD06, S2)")
@Claim(id = "S2-raw", value = "Data in a pipe may become corrupted if two processes read from the same end at the same time.", held = ".*(torn|stuck).*")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = ".*(torn|stuck).*", logarithmic = true, marks = "4096=PIPE_BUF")
@Comparison(group = "two readers on one end of a pipe", label = "kernel pipe, no lock", of = ".*(torn|stuck).*")
@Outcome(id = "intact, intact", expect = ACCEPTABLE, desc = "Every message came whole to one of them.")
@Outcome(id = ".*(torn|stuck).*", expect = ACCEPTABLE_INTERESTING, desc = "A length was content, or a content had bytes of several messages, or never came.")
public class RawPipeReaders {
    private static final int IDLE_MILLIS = 20;
    private static final byte MARK = 1;

    final SharedFile pipe = SharedFile.absent();
    final SharedInt written = SharedInt.create();
    final int size;

    public RawPipeReaders(@Param({"100", "4096", "65536"}) int size) {
        this.size = size;
    }

    @BeforeSample
    void makePipe() throws IOException {
        Fifo.create(pipe.path());
    }

    @Actor
    public void writer() throws IOException {
        try (FileChannel out = RawFrames.open(pipe.path())) {
            ByteBuffer frame = RawFrames.frame(size, MARK);
            for (int i = RawFrames.count(size); i > 0; i--) {
                RawFrames.write(out, frame);
            }
            written.set(1);
        }
    }

    @Actor
    public void first(LL_Result r) throws IOException {
        r.r1 = read();
    }

    @Actor
    public void second(LL_Result r) throws IOException {
        r.r2 = read();
    }

    private String read() throws IOException {
        try (FileHandle handle = FileHandle.open(pipe.path(), FileHandle.Mode.EXISTING)) {
            PipeIo in = new PipeIo(handle);
            String outcome = RawFrames.INTACT;
            byte[] header = new byte[RawFrames.HEADER];
            byte[] content = new byte[size];
            while (true) {
                int got = fill(in, header, header.length);
                if (got == 0) {
                    return outcome;
                }
                int length = ByteBuffer.wrap(header).getInt(0);
                if (got < header.length || length != size - RawFrames.HEADER) {
                    return drain(in, content, RawFrames.TORN);
                }
                if (fill(in, content, length) < length) {
                    return RawFrames.STUCK;
                }
                for (int i = 0; i < length; i++) {
                    if (content[i] != MARK) {
                        return drain(in, content, RawFrames.TORN);
                    }
                }
            }
        }
    }

    /** Fills an array, unless nothing comes any more; returns how far. */
    private int fill(PipeIo in, byte[] into, int length) throws IOException {
        int at = 0;
        while (at < length) {
            int count = in.read(into, at, length - at);
            at += count;
            if (count == 0 && written.get() == 1 && !in.awaitReadable(IDLE_MILLIS)) {
                return at;
            }
            if (count == 0) {
                in.awaitReadable(IDLE_MILLIS);
            }
        }
        return at;
    }

    private String drain(PipeIo in, byte[] into, String outcome) throws IOException {
        while (fill(in, into, into.length) > 0) {
            Thread.onSpinWait();
        }
        return outcome;
    }
}
