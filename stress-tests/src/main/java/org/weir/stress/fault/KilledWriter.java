package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedFile;
import org.weir.os.Fifo;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * A process is killed between the two halves of a message that it writes into a pipe. What does its reader see?
 *
 * <p>
 * Half a message, and then the end of the file, as if the writer had closed its end in good order. The kernel closes
 * the descriptors of a dead process, and end of file is all that a pipe can say: whether the sender was done, only the
 * message itself can tell, by its length, a checksum or an end mark. The seed's {@code Pipe} and {@code Queue} send
 * objects larger than a pipe takes in one piece in this way.
 *
 * <p>
 * The writer is killed in every sample, at the named point and nowhere else. The pipe is a FIFO, the form in which a kernel pipe reaches a JVM that somebody else started.
 * Its ends are opened by the actors, and each {@code open} waits for the other, so a writer that died before would
 * leave the reader waiting until the deadline: {@code hung(reader)}. That cannot happen here, where the point lies
 * behind the {@code open}, and is forbidden.
 *
 * <p>
 * It is a resource scenario: each sample has a fresh FIFO and each killed writer is replaced by a fresh JVM, so there
 * are tens or hundreds of samples, not millions, and the bounds beside the result are wide.
 *
 * <p>
 * Observed: after each kill 4 bytes and end of file, never anything else.
 *
 * <pre>{@code
 * ./weir run KilledWriter
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "writer", point = "half")
@Deadline("5s")
@Description("The writer of a FIFO is killed in the middle of a message: the reader gets half of it and then end of file.")
@Ref("seed 000, Multiprocessing in Python, Part 2: two processes at the ends of a pipe (SD05)")
@Ref("pipe(7), fifo(7)")
@Outcome(id = "8", expect = ACCEPTABLE, desc = "The writer lived: the whole message, then end of file.")
@Outcome(id = "killed(writer,SIGKILL): 4", expect = ACCEPTABLE_INTERESTING, desc = "Half a message, then an end of file that looks like any other.")
@Outcome(id = "killed\\(writer,SIGKILL\\): .*", expect = FORBIDDEN, desc = "What was written before the kill got lost, or more arrived than was written.")
@Outcome(id = "hung\\(reader\\): .*", expect = FORBIDDEN, desc = "The reader never saw the end of the file.")
@MustObserve("killed(writer,SIGKILL): 4")
public class KilledWriter {
    private static final int HALF = 4;

    final SharedFile pipe = SharedFile.absent();

    @BeforeSample
    void makePipe() throws IOException {
        Fifo.create(pipe.path());
    }

    @Actor
    public void writer() throws IOException {
        try (OutputStream out = new FileOutputStream(pipe.path().toFile())) {
            out.write(new byte[HALF]);
            Faults.point("half");
            out.write(new byte[HALF]);
        }
    }

    @Actor
    public void reader(I_Result r) throws IOException {
        try (InputStream in = new FileInputStream(pipe.path().toFile())) {
            r.r1 = in.readAllBytes().length;
        }
    }
}
