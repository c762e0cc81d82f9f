package org.weir.stress.foreign;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.ManyToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.memory.SharedBytes;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.JvmArgs;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Speed;
import org.weir.stress.fault.Victim;

/**
 * Agrona's {@link ManyToOneRingBuffer} between JVMs, and a producer that is killed between {@code tryClaim} and {@code commit}.
 *
 * <p>
 * A claimed message is there with a negative length. Readers stop before it, for they cannot tell a dead producer from a slow
 * one; what others put behind it is not read, and at last the ring is full. {@code unblock()}, called by somebody who knows that
 * the producer is dead, turns the claim into padding, and the ring goes on. That is its documented crash recovery, and it works;
 * who may call it when is left to the caller, where {@link org.weir.channel.RingQueue} asks the kernel who lives.
 *
 * <p>
 * The ring lies in {@link SharedBytes}; nothing of Agrona knows of it. The reader looks before and after {@code unblock}.
 *
 * <p>
 * Observed: always blocked, then whole.
 *
 * <pre>{@code
 * ./weir run AgronaProducerKilled
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@JvmArgs({"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"})
@Fault(kind = FaultKind.KILL, actor = "victim", point = "claimed")
@Deadline("5s")
@Description("A producer is killed between tryClaim and commit: readers are blocked until unblock(), then everything else is read.")
@Ref("Agrona, ManyToOneRingBuffer.unblock: \"Unblock a multi-producer ring buffer where a producer has died during the act of offering\"")
@Claim(id = "F-agrona", value = "After a producer died with a claim, unblock() lets the messages behind it be read, whole.", held = "killed(victim,SIGKILL): blocked, unblocked, 42")
@Outcome(id = "killed(victim,SIGKILL): blocked, unblocked, 42", expect = ACCEPTABLE, desc = "The dead one's message is skipped, the other one came whole.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "A message was read that nobody committed, or one was lost.")
@MustObserve("killed(victim,SIGKILL): blocked, unblocked, 42")
public class AgronaProducerKilled {
    private static final int TYPE = 1;

    private final SharedBytes memory = SharedBytes.create(1024 + RingBufferDescriptor.TRAILER_LENGTH);
    private final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(memory.buffer()));
    private final Victim victim = new Victim();
    private final SharedInt written = SharedInt.create();

    @Actor
    public void victim() {
        int index = ring.tryClaim(TYPE, Integer.BYTES);
        victim.announce();
        Faults.point("claimed");
        ring.commit(index);
    }

    @Actor
    public void producer() {
        victim.awaitDeath();
        UnsafeBuffer message = new UnsafeBuffer(new byte[Integer.BYTES]);
        message.putInt(0, 42);
        written.set(ring.write(TYPE, message, 0, Integer.BYTES) ? 1 : 2);
    }

    @Actor
    public void reader(LLL_Result r) {
        while (written.get() == 0) {
            Thread.onSpinWait();
        }
        r.r1 = read().isEmpty() ? "blocked" : "not blocked";
        r.r2 = ring.unblock() ? "unblocked" : "nothing to unblock";
        r.r3 = read();
    }

    private String read() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3; i++) {
            ring.read((_, buffer, index, _) -> text.append(buffer.getInt(index)));
        }
        return text.toString();
    }
}
