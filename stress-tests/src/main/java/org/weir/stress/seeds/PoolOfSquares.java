package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.WorkerPool;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A pool of four workers squares the numbers from 0 to 9: the results come in the order of the numbers, whoever did
 * which.
 *
 * <p>
 * Each item goes to a worker by itself. The second field says how the ten were divided, the largest share first: an
 * even one is 3+3+2+2, and one worker that does it all is 10, as a pool hands work to whoever is free and the first
 * worker may be done before the last has looked.
 *
 * <pre>{@code
 * ./weir run PoolOfSquares
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("60s")
@Description("pool.map over ten numbers with four workers: results equal and in order; how the items were divided.")
@Claim(id = "SD08", value = "pool.map gives the squares of 0 to 9 in order, whichever worker did which.", held = "in order, .*")
@Ref("seed 001, Python Multiprocessing: \"[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]\" (SD08)")
@Ref("seed 002, Multiprocessing: selfSquared, \"Each process only works on one item in the list\" (SD08)")
@Outcome(id = "in order, 3\\+3\\+2\\+2", expect = ACCEPTABLE, desc = "Right, and evenly divided.")
@Outcome(id = "in order, \\d+(\\+\\d+)*", expect = ACCEPTABLE_INTERESTING, desc = "Right, and unevenly divided.")
@Outcome(expect = FORBIDDEN, desc = "A result is wrong, missing or elsewhere.")
public class PoolOfSquares {
    @BeforeWorker
    static void open() throws Exception {
        WorkerPool.open(4);
    }

    @Actor
    public void parent(LL_Result r) throws Exception {
        List<Integer> numbers = IntStream.range(0, 10).boxed().toList();
        List<List<Long>> results = WorkerPool.get().map(PoolOfSquares::square, numbers, 1);
        boolean right = results.stream()
                .map(List::getFirst)
                .toList()
                .equals(List.of(0L, 1L, 4L, 9L, 16L, 25L, 36L, 49L,
                        64L, 81L));
        r.r1 = right ? "in order" : results.toString();
        Map<Long, Long> shares = results.stream().collect(Collectors.groupingBy(List::getLast, Collectors.counting()));
        r.r2 = shares.values()
                .stream()
                .sorted(Comparator.reverseOrder())
                .map(String::valueOf)
                .collect(Collectors.joining("+"));
    }

    private static List<Long> square(int number) {
        return List.of((long) number * number, ProcessHandle.current().pid());
    }
}
