package org.weir.stress.sweep;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.Pipe;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.io.IOException;
import java.util.Arrays;

/**
 * {@link RawPipeWriters} over a {@link Pipe} of this layer: two processes send on one end, without a lock of their own.
 *
 * <p>
 * A connection keeps its senders apart, and a message that fits the ring is there as a whole or not at all.
 *
 * <p>
 * Observed: every message whole, at every size, simplex and duplex.
 *
 * <pre>{@code
 * ./weir run ConnectionWriters
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Two processes send on one end of a Pipe without a lock: every message comes whole.")
@Ref("multiprocessing, Pipes: \"data in a pipe may become corrupted if two processes write to the same end\" (SD06, S1)")
@Claim(id = "S1", value = "Two processes may send on one end of a pipe at the same time: every message comes whole.", held = "intact")
@Sweep(param = "size", unit = "bytes", label = "samples with a torn message", of = "torn|stuck", logarithmic = true, marks = "65536=the ring")
@Comparison(group = "two writers on one end of a pipe", label = "Pipe of Weir", of = "torn|stuck")
@Outcome(id = "intact", expect = ACCEPTABLE, desc = "Every message came whole.")
@Outcome(id = "torn|stuck", expect = FORBIDDEN, desc = "Messages were mixed.")
public class ConnectionWriters {
    final Pipe pipe;
    final int size;

    public ConnectionWriters(@Param({"100", "4097", "262144"}) int size, @Param({"simplex", "duplex"}) String kind) {
        this.size = size;
        this.pipe = kind.equals("duplex") ? Pipe.create() : Pipe.simplex();
    }

    @Actor
    public void first() throws IOException {
        send((byte) 1);
    }

    @Actor
    public void second() throws IOException {
        send((byte) 2);
    }

    @Actor
    public void reader(L_Result r) throws IOException {
        r.r1 = ReceivedMessages.receive(pipe.first(), size, 2 * RawFrames.count(size));
    }

    private void send(byte mark) throws IOException {
        byte[] message = new byte[size];
        Arrays.fill(message, mark);
        for (int i = RawFrames.count(size); i > 0; i--) {
            pipe.second().sendBytes(message);
        }
    }
}
