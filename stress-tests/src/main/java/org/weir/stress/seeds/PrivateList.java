package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.scenario.Claim;
import org.weir.scenario.MultiJvmTest;

import java.util.ArrayList;
import java.util.List;

/**
 * A child process squares four numbers into a list, and the parent, when the child is done, finds its own list empty.
 *
 * <p>
 * The document's first lesson: a new process has memory of its own. Here the list is an ordinary field of the state.
 * Every JVM constructs the state, so every JVM has such a list, and what one puts into its own no other sees. The child
 * is the actor; the arbiter runs in a JVM of its own when the actor is done, as the parent does after {@code join}.
 *
 * <pre>{@code
 * ./weir run PrivateList
 * }</pre>
 */
@MultiJvmTest
@Description("A list that a child process fills is still empty in its parent: memory is private to a process.")
@Claim(id = "SD01", value = "A list of the program that a child process fills is still empty in the parent.", held = "[1, 4, 9, 16], []")
@Ref("seed 000, Multiprocessing in Python, Part 2: \"Result(in main program): []\" (SD01)")
@Ref("seed 002, Multiprocessing: mprocessShared1.py, \"Not in shared memory\" (SD01)")
@Outcome(id = "[1, 4, 9, 16], []", expect = ACCEPTABLE, desc = "The child sees the squares, the parent its own empty list.")
@Outcome(expect = FORBIDDEN, desc = "An ordinary field crossed the border between two processes.")
public class PrivateList {
    final List<Integer> result = new ArrayList<>();

    @Actor
    public void child(LL_Result r) {
        for (int number : List.of(1, 2, 3, 4)) {
            result.add(number * number);
        }
        r.r1 = result.toString();
    }

    @Arbiter
    public void parent(LL_Result r) {
        r.r2 = result.toString();
    }
}
