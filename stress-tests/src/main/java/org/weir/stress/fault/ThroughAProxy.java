package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.manager.ManagedMap;
import org.weir.manager.Manager;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;
import org.weir.stress.program.WorkerPool;
import org.weir.sync.ProcessBarrier;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/**
 * Two processes change a map that a manager keeps: each adds 1 a hundred times, by reading and writing, or by {@code merge}; or
 * one changes a list that it got from the map.
 *
 * <p>
 * In {@code multiprocessing} a change to a mutable value that came out of a proxy is lost, for it was made to a copy, and
 * {@code d[k] += 1} through a proxy is a read and a write with everybody else in between. The copy is a copy here too; but
 * {@code merge} and {@code compute} run in the server, each as one step.
 *
 * <p>
 * One sample is one map in a manager's server that lives on, and two hundred increments of two processes that live on, too.
 *
 * <pre>{@code
 * ./weir run ThroughAProxy
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("15s")
@Description("Increments and nested changes through the proxy of a manager's map: merge is atomic, a copy is a copy.")
@Ref("multiprocessing, Proxy Objects: \"modifications to mutable values or items in a proxy will not be propagated\" (S17)")
@Claim(id = "S17", value = "merge on a manager's map is one step: increments of several processes are never lost.", held = "merge: exact")
@Outcome(id = "merge: exact", expect = ACCEPTABLE, desc = "Every increment counted.")
@Outcome(id = "get and put: (exact|lost)", expect = ACCEPTABLE_INTERESTING, desc = "Two steps, with others in between.")
@Outcome(id = "nested: lost", expect = ACCEPTABLE_INTERESTING, desc = "What get returned was a copy.")
@Outcome(expect = FORBIDDEN, desc = "merge lost an increment, or the harness could not say.")
@MustObserve("merge: exact|get and put: lost|nested: lost")
public class ThroughAProxy {
    private static final int TIMES = 100;
    private static final String KEY = "k";
    private static final AtomicReference<@Nullable Manager> MANAGER = new AtomicReference<>();

    final String how;

    public ThroughAProxy(@Param({"merge", "get and put", "nested"}) String how) {
        this.how = how;
    }

    @BeforeWorker
    static void open() throws IOException, InterruptedException {
        Program.open();
        Program.prepare(() -> {
            MANAGER.set(Manager.create().start());
            return WorkerPool.open(2);
        });
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        String way = how;
        r.r1 = way + ": " + Program.run(() -> way.equals("nested") ? nested() : increments(way));
    }

    private static String nested() throws IOException {
        ManagedMap<String, List<Integer>> map = manager().map();
        map.put(KEY, new ArrayList<>());
        List<Integer> copy = map.get(KEY);
        if (copy != null) {
            copy.add(1);
        }
        return List.of().equals(map.get(KEY)) ? "lost" : "kept";
    }

    private static String increments(String way) throws Exception {
        ManagedMap<String, Integer> map = manager().map();
        map.put(KEY, 0);
        ProcessBarrier both = ProcessBarrier.create(2);
        Future<?> first = WorkerPool.get().submit(() -> increment(map, way, both));
        Future<?> second = WorkerPool.get().submit(() -> increment(map, way, both));
        first.get();
        second.get();
        both.free();
        return Integer.valueOf(2 * TIMES).equals(map.get(KEY)) ? "exact" : "lost";
    }

    private static Manager manager() {
        return Optional.ofNullable(MANAGER.get()).orElseThrow();
    }

    private static int increment(ManagedMap<String, Integer> map, String way, ProcessBarrier both)
            throws InterruptedException, BrokenBarrierException {
        both.await(Duration.ofSeconds(5));
        for (int i = 0; i < TIMES; i++) {
            if (way.equals("merge")) {
                map.merge(KEY, 1, Sum.OF);
            } else {
                Integer before = map.get(KEY);
                map.put(KEY, (before == null ? 0 : before) + 1);
            }
        }
        return TIMES;
    }

    /** A sum that can be sent to the server. */
    private enum Sum implements BiFunction<Integer, Integer, Integer> {
        OF;

        @Override
        public Integer apply(Integer a, Integer b) {
            return a + b;
        }
    }
}
