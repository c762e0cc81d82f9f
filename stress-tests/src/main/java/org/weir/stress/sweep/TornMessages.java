package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.IL_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.os.Fifo;
import org.weir.os.PipeIo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;

/**
 * The cliff: of the messages that two processes write into the same end of a kernel pipe without a lock, how many of a hundred
 * are torn, against their size?
 *
 * <p>
 * A {@code write} of up to {@code PIPE_BUF} bytes, 4096 on Linux, is atomic, says POSIX, and a longer one need not be. {@link
 * RawPipeWriters} shows what becomes of a reader that meets the first torn message; here the reader knows the size and counts:
 * every byte says who wrote it, and a message is torn if a byte of the other writer lies among its own.
 *
 * <p>
 * {@code simplex} is one pipe. {@code duplex} is a pipe in each direction, as {@link org.weir.channel.Pipe#rawDuplex()}, and
 * the other direction is as busy: the process at the other end sends messages of the same size back. (The original's duplex
 * pipe is a socket pair, which a JVM cannot hand on.) Some sizes are often spared: the pipe's
 * buffer is of pages, and the end of one message shares a page with that of the next only if both fit into it. Of a message
 * whose last page is more than half full, or full, all pages are its own, and its reader empties as many at a time as it has;
 * nothing promises that.
 *
 * <p>
 * The writers begin together, and the reader sleeps for a moment after each 16 KiB, because only writers that find the pipe full
 * are mixed: with a reader that is faster than they are the same program looks right.
 *
 * <p>
 * One sample is the messages of one pipe, 512 KiB of them or twelve, whichever is more. The height of the first curve is the
 * share of them that was torn, in per cent, rounded up: the median and the 5% and 95% quantiles over samples. The second one is
 * the share of the samples in which any message was.
 *
 * <pre>{@code
 * ./weir run TornMessages
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("10s")
@Description("The share of torn messages of two unlocked writers on one end of a kernel pipe, by size: none up to PIPE_BUF.")
@Ref("seed 000, Multiprocessing in Python, Part 2: \"Data in a pipe may become corrupted if two processes (or threads) try to read from or write to the same end of the pipe at the same time\" (SD06)")
@Ref("POSIX write(2): PIPE_BUF; pipe(7)")
@Claim(id = "SD06", value = "Data in a pipe may become corrupted if two processes write to the same end at the same time.", held = "[1-9]\\d{0,2}, .*")
@Claim(id = "SD06-atomic", value = "Messages of up to PIPE_BUF bytes are never torn.", held = {"0, .*",
        "[1-9]\\d{0,2}, (above PIPE_BUF|own pages)"})
@Sweep(param = "size", unit = "bytes", label = "torn messages", valueUnit = "%", logarithmic = true, marks = "4096=PIPE_BUF")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = "[1-9]\\d{0,2}, .*", logarithmic = true, marks = "4096=PIPE_BUF")
@Outcome(id = "0, .*", expect = ACCEPTABLE, desc = "Every message came whole.")
@Outcome(id = "[1-9]\\d{0,2}, (above PIPE_BUF|own pages)", expect = ACCEPTABLE_INTERESTING, desc = "So many of a hundred messages had bytes of the other writer among their own.")
@Outcome(expect = FORBIDDEN, desc = "A write of up to PIPE_BUF bytes was mixed with another.")
@MustObserve("0, up to PIPE_BUF|\\d+, own pages|[1-9]\\d{0,2}, above PIPE_BUF")
public class TornMessages {
    private static final int VOLUME = 256 << 10;
    private static final int PAGE = 4096;
    private static final int FEWEST = 6;
    private static final int BETWEEN_PAUSES = 16 << 10;
    private static final long PAUSE_NANOS = 50_000;
    private static final int ACTORS = 3;
    private static final byte FIRST = 1;
    private static final byte SECOND = 2;

    final SharedFile pipe = SharedFile.absent();
    final SharedFile back = SharedFile.absent();
    final SharedInt come = SharedInt.create();
    private final int size;
    private final Kind kind;

    /** In how many directions messages go. */
    public enum Kind {
        SIMPLEX, DUPLEX
    }

    /**
     * @param size bytes of a message
     * @param kind in how many directions messages go
     */
    public TornMessages(
            @Param({"100", "1024", "4095", "4096", "4097", "4352", "5000", "6144", "7168", "8192", "10000", "16385",
                    "32769", "65537", "262145", "1048577"}) int size,
            @Param Kind kind) {
        this.size = size;
        this.kind = kind;
    }

    @BeforeSample
    void makePipes() throws IOException {
        Fifo.create(pipe.path());
        Fifo.create(back.path());
    }

    @Actor
    public void first() throws IOException, InterruptedException {
        if (kind == Kind.SIMPLEX) {
            write(pipe, FIRST);
            return;
        }
        Thread writer = Thread.ofPlatform().daemon().start(() -> writeOrDie(pipe, FIRST));
        try (FileChannel in = RawFrames.open(back.path())) {
            ByteBuffer into = ByteBuffer.allocateDirect(size);
            for (int i = count(); i > 0; i--) {
                read(in, into.clear());
            }
        }
        writer.join();
    }

    @Actor
    public void second() throws IOException {
        write(pipe, SECOND);
    }

    @Actor
    public void reader(IL_Result r) throws IOException, InterruptedException {
        Thread answers = Thread.ofPlatform().daemon().unstarted(() -> writeOrDie(back, FIRST));
        if (kind == Kind.DUPLEX) {
            answers.start();
        }
        TornCount torn = new TornCount(size);
        try (FileChannel in = RawFrames.open(pipe.path())) {
            ByteBuffer into = ByteBuffer.allocateDirect(size);
            meet();
            int sincePause = BETWEEN_PAUSES;
            for (int i = 2 * count(); i > 0; i--) {
                if (sincePause >= BETWEEN_PAUSES) {
                    LockSupport.parkNanos(PAUSE_NANOS);
                    sincePause = 0;
                }
                // As the original's reader does: four bytes of length, then the rest.
                read(in, into.clear().limit(RawFrames.HEADER));
                read(in, into.limit(size));
                torn.add(into.flip());
                sincePause += size;
            }
        }
        answers.join();
        r.r1 = Math.ceilDiv(100 * torn.messages(), 2 * count());
        r.r2 = size <= PipeIo.ATOMIC_BYTES ? "up to PIPE_BUF"
                : sharesPages() ? "above PIPE_BUF" : "own pages";
    }

    /** Whether the ends of two messages fit into one page of the pipe's buffer, which then holds both. */
    private boolean sharesPages() {
        int end = size % PAGE;
        return end > 0 && 2 * end <= PAGE;
    }

    /** Waits until both writers and the reader are there. */
    private void meet() {
        come.getAndAdd(1);
        while (come.get() < ACTORS) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private int count() {
        return Math.max(FEWEST, VOLUME / size);
    }

    private void write(SharedFile into, byte mark) throws IOException {
        ByteBuffer message = ByteBuffer.allocateDirect(size);
        while (message.hasRemaining()) {
            message.put(mark);
        }
        try (FileChannel out = RawFrames.open(into.path())) {
            if (into == pipe) {
                meet();
            }
            for (int i = count(); i > 0; i--) {
                out.write(message.rewind());
            }
        }
    }

    private void writeOrDie(SharedFile into, byte mark) {
        try {
            write(into, mark);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void read(FileChannel in, ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            in.read(into);
        }
    }
}
