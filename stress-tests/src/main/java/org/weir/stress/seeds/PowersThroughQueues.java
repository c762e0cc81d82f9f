package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.channel.Codec;
import org.weir.channel.FeederQueue;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Three processes, started and joined one after the other, each take a list, raise its numbers to a power and put the
 * result into a second queue; then the parent prints {@code while not result_queue.empty()}. How many of the three does
 * it print?
 *
 * <p>
 * Joined, all three: a process that ends has written what it put, as in {@link DrainedQueue}. Without the joins the
 * last results may still be with the feeders, and the loop ends early. The parameter says whether each process ends
 * before the next one begins, or only says that it has put its result.
 *
 * <pre>{@code
 * ./weir run PowersThroughQueues
 * }</pre>
 */
@MultiJvmTest
@Deadline("20s")
@Description("Three results through a queue, printed while it is not empty: with and without join before.")
@Claim(id = "SD20", value = "while not result_queue.empty() prints all three results.", held = "3")
@Sweep(param = "joined", label = "not all three results printed", of = "[0-2]")
@Ref("seed 002, Multiprocessing: powerof(doq, resultq, aa), while not result_queue.empty() (SD20)")
@Outcome(id = "3", expect = ACCEPTABLE, desc = "All three results.")
@Outcome(id = "[0-2]", expect = ACCEPTABLE_INTERESTING, desc = "The loop ended before the last results were in the pipe.")
@Outcome(expect = FORBIDDEN, desc = "A wrong result.")
public class PowersThroughQueues implements AutoCloseable {
    final RingQueue<List<Integer>> todo = RingQueue.create(Codec.standard(), 4096, 16);
    final FeederQueue<List<Object>> results = FeederQueue.create();
    final SharedInt turn = SharedInt.create(2);
    private final boolean joined;

    /** @param joined whether each process ends before the next one begins, and the last before the results are printed */
    public PowersThroughQueues(@Param({"true", "false"}) boolean joined) {
        this.joined = joined;
    }

    @Actor
    public void squares() throws InterruptedException {
        powerOf(2);
    }

    @Actor
    public void cubes() throws InterruptedException {
        powerOf(3);
    }

    @Actor
    public void fourths() throws InterruptedException {
        powerOf(4);
    }

    @Actor
    public void parent(I_Result r) throws InterruptedException {
        for (int power = 2; power <= 4; power++) {
            todo.put(List.of(1, 2, 3, 4));
        }
        await(5);
        int printed = 0;
        while (!results.isEmpty()) {
            List<Object> result = results.take();
            printed = result.size() == 5 ? printed + 1 : 99;
        }
        r.r1 = printed;
    }

    private void powerOf(int power) throws InterruptedException {
        await(power);
        List<Object> result = new ArrayList<>(List.of("x^" + power));
        for (int number : todo.take()) {
            result.add((int) Math.pow(number, power));
        }
        results.put(result);
        if (joined) {
            Queues.finish(results);
        }
        turn.set(power + 1);
    }

    private void await(int number) {
        while (turn.get() != number) {
            LockSupport.parkNanos(10_000);
        }
    }

    @Override
    public void close() {
        Queues.finish(results);
        todo.close();
    }
}
