package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * A child puts a message, the parent waits for the end of the child's work, and only then gets. For which sizes does that work?
 *
 * <p>
 * In {@code multiprocessing} it works up to what the kernel's pipe takes, 64 KiB, and hangs above: the child cannot end before its
 * feeder thread has written, the feeder waits for a reader, and the reader waits for the child. It is the first deadlock of the
 * programming guidelines. Here a message lies in shared memory, a large one in a file of the realm, and {@code put} waits for
 * nobody as long as there is room.
 *
 * <p>
 * The child is an actor, the parent the arbiter, which runs when all actors have returned. {@code offer} has a deadline: lack of
 * room would be a stated {@code no room}, not a hang.
 *
 * <p>
 * Observed: the message came back whole at every size.
 *
 * <pre>{@code
 * ./weir run ChildPutsParentJoins
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("A child puts a message of some size and ends, then the parent gets: whole at every size.")
@Ref("multiprocessing, Programming guidelines: \"Joining processes that use queues\" (S8)")
@Claim(id = "S8", value = "A parent that joins its child before it gets what that put comes to no harm, whatever the size.", held = "whole")
@Sweep(param = "size", unit = "bytes", label = "whole after the child had ended", of = "whole", logarithmic = true, marks = "65536=capacity of a kernel pipe")
@Outcome(id = "whole", expect = ACCEPTABLE, desc = "The parent got what the child had put.")
@Outcome(expect = FORBIDDEN, desc = "It was lost, damaged, or the child could not end.")
public class ChildPutsParentJoins {
    final RingQueue<byte[]> queue = RingQueue.create();
    final int size;
    final SharedInt put = SharedInt.create();

    public ChildPutsParentJoins(@Param({"1024", "65536", "65537", "1048576", "4194304"}) int size) {
        this.size = size;
    }

    @Actor
    public void child() throws InterruptedException {
        byte[] message = new byte[size];
        Arrays.fill(message, (byte) 7);
        put.set(put(message) ? 1 : 0);
    }

    @Arbiter
    public void parent(L_Result r) {
        byte[] expected = new byte[size];
        Arrays.fill(expected, (byte) 7);
        byte[] got = queue.poll();
        r.r1 = put.get() == 0 ? "no room" : got == null ? "lost" : Arrays.equals(got, expected) ? "whole" : "damaged";
    }

    /** Puts a message; false if there was no room for it. */
    protected boolean put(byte[] message) throws InterruptedException {
        return queue.offer(message, 1, TimeUnit.SECONDS);
    }
}
