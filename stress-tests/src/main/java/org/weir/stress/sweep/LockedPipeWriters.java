package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedFile;
import org.weir.os.Fifo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;
import org.weir.sync.ProcessLock;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * {@link RawPipeWriters} with a lock around every message.
 *
 * <p>
 * What the document asks for, and what the original's own queues do. Under a lock the size of a message does not matter.
 *
 * <p>
 * Observed: every message whole at every size.
 *
 * <pre>{@code
 * ./weir run LockedPipeWriters
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Two writers on one end of a kernel pipe, each message under a lock: whole at every size.")
@Ref("multiprocessing, Pipes; multiprocessing/queues.py: the writer's lock (SD06, S1)")
@Claim(id = "S1-locked", value = "Two processes that write to the same end of a pipe under a lock do each other no harm.", held = "intact")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = {"torn",
        "stuck"}, logarithmic = true, marks = "4096=PIPE_BUF")
@Comparison(group = "two writers on one end of a pipe", label = "kernel pipe, under a lock", of = {"torn", "stuck"})
@Outcome(id = "intact", expect = ACCEPTABLE, desc = "Every message came whole.")
@Outcome(id = "torn|stuck", expect = FORBIDDEN, desc = "Messages were mixed under the lock.")
public class LockedPipeWriters {
    final SharedFile pipe = SharedFile.absent();
    final ProcessLock lock = ProcessLock.create();
    final int size;

    public LockedPipeWriters(@Param({"100", "4097", "65536"}) int size) {
        this.size = size;
    }

    @BeforeSample
    void makePipe() throws IOException {
        Fifo.create(pipe.path());
    }

    @Actor
    public void first() throws IOException {
        write((byte) 1);
    }

    @Actor
    public void second() throws IOException {
        write((byte) 2);
    }

    @Actor
    public void reader(L_Result r) throws IOException {
        r.r1 = RawFrames.read(pipe.path(), size);
    }

    private void write(byte mark) throws IOException {
        ByteBuffer frame = RawFrames.frame(size, mark);
        try (FileChannel out = RawFrames.open(pipe.path())) {
            for (int i = RawFrames.count(size); i > 0; i--) {
                underTheLock(() -> RawFrames.write(out, frame));
            }
        }
    }

    /** A write. */
    protected interface Write {
        /** Writes one message. */
        void run() throws IOException;
    }

    /** Writes one message while nobody else does. */
    protected void underTheLock(Write write) throws IOException {
        lock.lock();
        try {
            write.run();
        } finally {
            lock.unlock();
        }
    }
}
