package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.channel.RingQueue;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.util.ArrayList;
import java.util.List;

/**
 * An object is put into a queue and changed at once. Which of its states arrives?
 *
 * <p>
 * In {@code multiprocessing} the feeder thread pickles the object some time after {@code put} has returned: the old state, the
 * new one, or, of a large object, some of each. Here {@code put} encodes before it returns.
 *
 * <p>
 * Observed: always the old one.
 *
 * <pre>{@code
 * ./weir run ChangedAfterPut
 * }</pre>
 */
@MultiJvmTest
@Deadline("2s")
@Description("An object that is changed right after put arrives as it was put.")
@Ref("multiprocessing, Queue: \"a background thread will later flush the pickled data\" (S10)")
@Claim(id = "S10", value = "What arrives is the object as it was when put was called.", held = "old")
@Outcome(id = "old", expect = ACCEPTABLE, desc = "As it was put.")
@Outcome(id = "new|mixed", expect = FORBIDDEN, desc = "A change made after put arrived.")
public class ChangedAfterPut {
    private static final int LENGTH = 500;

    protected final RingQueue<List<Integer>> queue = RingQueue.create();

    @Actor
    public void producer() throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < LENGTH; i++) {
            numbers.add(0);
        }
        put(numbers);
        numbers.replaceAll(_ -> 1);
    }

    @Actor
    public void consumer(L_Result r) throws InterruptedException {
        int sum = queue.take().stream().mapToInt(Integer::intValue).sum();
        r.r1 = sum == 0 ? "old" : sum == LENGTH ? "new" : "mixed";
    }

    /** The queue's {@code put}. */
    protected void put(List<Integer> numbers) throws InterruptedException {
        queue.put(numbers);
    }
}
