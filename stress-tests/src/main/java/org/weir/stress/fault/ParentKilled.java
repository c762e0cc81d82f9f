package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedDirectory;
import org.weir.process.JvmProcess;
import org.weir.process.ProcessPool;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process is killed while it has a child that works, one that sleeps, and one with a pool whose worker works. What becomes of
 * them?
 *
 * <p>
 * In {@code multiprocessing} they go on without a parent: a {@code daemon} child is ended by a handler that a killed process never
 * runs, an idle pool worker waits on its queue for ever. Here a child ends with its parent, and the kernel sees to that.
 *
 * <p>
 * Observed: all four were gone, always.
 *
 * <pre>{@code
 * ./weir run ParentKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "parent", point = "children run")
@Deadline("15s")
@Description("A process is killed that has a busy child, an idle one and one with a pool: all are gone within 5 s.")
@Ref("multiprocessing: daemonic children are ended by an exit handler of the parent (S19)")
@Claim(id = "S19", value = "The children of a killed process, busy, idle or with a pool, are gone within 5 s.", held = "killed(parent,SIGKILL): gone")
@Outcome(id = "killed(parent,SIGKILL): gone", expect = ACCEPTABLE, desc = "Nobody was left.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "An orphan outlived its parent.")
@MustObserve("killed(parent,SIGKILL): gone")
public class ParentKilled {
    private static final int CHILDREN = 4;

    final SharedDirectory directory = SharedDirectory.create();
    final Victim victim = new Victim();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent() throws IOException {
        victim.announce();
        String path = directory.path().toString();
        JvmProcess busy = JvmProcess.of(ParentKilled::work, path).inheritJvmArgs(false).start();
        JvmProcess idle = JvmProcess.of(ParentKilled::sleep, path).inheritJvmArgs(false).start();
        JvmProcess pooled = JvmProcess.of(ParentKilled::pool, path).inheritJvmArgs(false).start();
        Pids.awaitPids(directory.path(), CHILDREN);
        Faults.point("children run");
        busy.killTree();
        idle.killTree();
        pooled.killTree();
    }

    @Actor
    public void witness(L_Result r) throws IOException {
        List<Long> pids = Pids.awaitPids(directory.path(), CHILDREN);
        victim.awaitDeath();
        r.r1 = Pids.goneSoon(pids) ? "gone" : "orphans";
    }

    private static void work(String path) throws IOException {
        Pids.leavePid(Path.of(path));
        while (true) {
            Thread.onSpinWait();
        }
    }

    private static void sleep(String path) throws IOException {
        Pids.leavePid(Path.of(path));
        while (true) {
            LockSupport.park();
        }
    }

    private static void pool(String path) throws Exception {
        Pids.leavePid(Path.of(path));
        try (ProcessPool pool = ProcessPool.of(1)) {
            pool.apply(() -> {
                sleep(path);
                return 0;
            });
        }
    }
}
