package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.manager.ManagedMap;
import org.weir.manager.Manager;
import org.weir.memory.SharedDirectory;
import org.weir.process.JvmProcess;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
 * Observed: {@code merge} always exact; the nested change always lost.
 *
 * <pre>{@code
 * ./weir run ThroughAProxy
 * }</pre>
 */
@MultiJvmTest
@Deadline("15s")
@Description("Increments and nested changes through the proxy of a manager's map: merge is atomic, a copy is a copy.")
@Ref("multiprocessing, Proxy Objects: \"modifications to mutable values or items in a proxy will not be propagated\" (S17)")
@Claim(id = "S17", value = "merge on a manager's map is one step: increments of several processes are never lost.", held = "merge: exact")
@Outcome(id = "merge: exact", expect = ACCEPTABLE, desc = "Every increment counted.")
@Outcome(id = "get and put: (exact|lost)", expect = ACCEPTABLE_INTERESTING, desc = "Two steps, with others in between.")
@Outcome(id = "nested: lost", expect = ACCEPTABLE_INTERESTING, desc = "What get returned was a copy.")
@Outcome(expect = FORBIDDEN, desc = "merge lost an increment, or the harness could not say.")
public class ThroughAProxy {
    private static final int TIMES = 100;
    private static final String KEY = "k";

    final SharedDirectory directory = SharedDirectory.create();
    final String how;

    public ThroughAProxy(@Param({"merge", "get and put", "nested"}) String how) {
        this.how = how;
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        String way = how;
        r.r1 = way + ": " + Program.run(directory, _ -> way.equals("nested") ? nested() : increments(way));
    }

    private static String nested() throws IOException {
        try (Manager manager = Manager.create().start()) {
            ManagedMap<String, List<Integer>> map = manager.map();
            map.put(KEY, new ArrayList<>());
            List<Integer> copy = map.get(KEY);
            if (copy != null) {
                copy.add(1);
            }
            return List.of().equals(map.get(KEY)) ? "lost" : "kept";
        }
    }

    private static String increments(String way) throws IOException, InterruptedException {
        try (Manager manager = Manager.create().start()) {
            ManagedMap<String, Integer> map = manager.map();
            map.put(KEY, 0);
            JvmProcess first = JvmProcess.of(ThroughAProxy::increment, map, way).start();
            JvmProcess second = JvmProcess.of(ThroughAProxy::increment, map, way).start();
            first.join();
            second.join();
            return Integer.valueOf(2 * TIMES).equals(map.get(KEY)) ? "exact" : "lost";
        }
    }

    private static void increment(ManagedMap<String, Integer> map, String way) {
        for (int i = 0; i < TIMES; i++) {
            if (way.equals("merge")) {
                map.merge(KEY, 1, Sum.OF);
            } else {
                Integer before = map.get(KEY);
                map.put(KEY, (before == null ? 0 : before) + 1);
            }
        }
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
