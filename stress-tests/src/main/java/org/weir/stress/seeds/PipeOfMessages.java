package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.Pipe;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A sender and a receiver at the two ends of a pipe: three messages, and {@code "END"}, which says that no more will
 * come.
 *
 * <p>
 * A pipe keeps the order and the limits of messages, and the receiver knows from a message, not from the state of the
 * channel, when to stop. So nothing depends on who is faster. The document prints the lines of both processes; their
 * order between the processes is open, that within each is not.
 *
 * <pre>{@code
 * ./weir run PipeOfMessages
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Messages through a pipe, closed by a sentinel: all of them, in order.")
@Claim(id = "SD05", value = "The receiver gets all messages before END, in the order in which they were sent.", held = "[hello, hey, hru?]")
@Ref("seed 000, Multiprocessing in Python, Part 2: sender(conn, msgs), receiver(conn) (SD05)")
@Outcome(id = "[hello, hey, hru?]", expect = ACCEPTABLE, desc = "All messages, in order.")
@Outcome(expect = FORBIDDEN, desc = "A message was lost, changed, or came out of order.")
public class PipeOfMessages implements AutoCloseable {
    final Pipe pipe = Pipe.create();

    @Actor
    public void sender() throws IOException {
        for (String message : List.of("hello", "hey", "hru?", "END")) {
            pipe.first().send(message);
        }
    }

    @Actor
    public void receiver(L_Result r) throws IOException {
        List<Object> received = new ArrayList<>();
        for (Object message = pipe.second().recv(); !message.equals("END"); message = pipe.second().recv()) {
            received.add(message);
        }
        r.r1 = received.toString();
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
