package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.channel.Codec;
import org.weir.channel.Pipe;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A number, a text, a map and an object of a class of one's own go through a pipe and back; {@code None} ends it.
 *
 * <p>
 * What arrives is equal to what was sent and is another object: a copy, as the document shows by the addresses it
 * prints. The absence at the end is an empty {@code Optional}.
 *
 * <pre>{@code
 * ./weir run AnythingThroughAPipe
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Objects sent through a pipe and back are equal to what was sent, and copies.")
@Claim(id = "SD26", value = "An object received from a pipe is equal to the one that was sent, and another object.", held = "4 equal, 4 copies")
@Ref("seed 004, About multi-process: pipesample.py, \"the process addresses are different\" (SD26)")
@Outcome(id = "4 equal, 4 copies", expect = ACCEPTABLE, desc = "All four came back equal, and none as the object that was sent.")
@Outcome(expect = FORBIDDEN, desc = "An object was changed or lost on the way, or came back itself.")
public class AnythingThroughAPipe implements AutoCloseable {
    final Pipe pipe = Pipe.create(Codec.allowing("org.weir.stress.seeds"), Pipe.RING_BYTES);

    /** A class of one's own, which the codec has to be told of. */
    public record Custom(String name) {}

    @Actor
    public void parent(LL_Result r) throws IOException {
        List<Object> items = List.of(123_456_789, "some string", Map.of("one", 1), new Custom("x"));
        int equal = 0;
        int copies = 0;
        for (Object item : items) {
            pipe.first().send(item);
            Object back = pipe.first().recv();
            equal += back.equals(item) ? 1 : 0;
            copies += back == item ? 0 : 1;
        }
        pipe.first().send(Optional.empty());
        r.r1 = equal + " equal";
        r.r2 = copies + " copies";
    }

    @Actor
    public void child() throws IOException {
        for (Object item = pipe.second().recv(); !item.equals(Optional.empty()); item = pipe.second().recv()) {
            pipe.second().send(item);
        }
    }

    @Override
    public void close() throws IOException {
        pipe.close();
    }
}
