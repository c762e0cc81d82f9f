package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.Pipe;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.io.IOException;
import java.util.Arrays;

/**
 * {@link RawPipeReaders} over a {@link Pipe} of this layer: two processes receive on one end, without a lock of their own.
 *
 * <p>
 * Each message goes to one of them, whole. The writer sends one more message for each reader, of no bytes, as the end.
 *
 * <p>
 * Observed: every message whole, none lost, at every size.
 *
 * <pre>{@code
 * ./weir run ConnectionReaders
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Two processes receive on one end of a Pipe without a lock: every message comes whole, to one of them.")
@Ref("multiprocessing, Pipes: \"data in a pipe may become corrupted if two processes read from the same end\" (SD06, S2)")
@Claim(id = "S2", value = "Two processes may receive on one end of a pipe at the same time: every message comes whole, to one of them.", held = "intact")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = "torn|lost", logarithmic = true, marks = "65536=the ring")
@Comparison(group = "two readers on one end of a pipe", label = "Pipe of Weir", of = "torn|lost")
@Outcome(id = "intact", expect = ACCEPTABLE, desc = "Every message came whole.")
@Outcome(id = "torn|lost|doubled", expect = FORBIDDEN, desc = "A message was mixed, lost, or came to both.")
public class ConnectionReaders {
    final Pipe pipe = Pipe.simplex();
    final SharedInt received = SharedInt.create();
    final SharedInt torn = SharedInt.create();
    final int size;

    public ConnectionReaders(@Param({"100", "4097", "262144"}) int size) {
        this.size = size;
    }

    @Actor
    public void writer() throws IOException {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) 1);
        for (int i = RawFrames.count(size); i > 0; i--) {
            pipe.second().sendBytes(message);
        }
        pipe.second().sendBytes(new byte[0]);
        pipe.second().sendBytes(new byte[0]);
    }

    @Actor
    public void first() throws IOException {
        receive();
    }

    @Actor
    public void second() throws IOException {
        receive();
    }

    @Arbiter
    public void parent(L_Result r) {
        int difference = received.get() - RawFrames.count(size);
        r.r1 = torn.get() != 0 ? "torn" : difference < 0 ? "lost" : difference > 0 ? "doubled" : "intact";
    }

    private void receive() throws IOException {
        for (byte[] got = pipe.first().recvBytes(); got.length > 0; got = pipe.first().recvBytes()) {
            if (!ReceivedMessages.isWhole(got, size)) {
                torn.set(1);
            }
            received.getAndAdd(1);
        }
    }
}
