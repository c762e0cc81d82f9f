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
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * A process ends its child, which has a child of its own.
 *
 * <p>
 * In {@code multiprocessing}, {@code terminate} ends the one process; its descendants "will not be terminated, they will simply
 * become orphaned". Here {@code killTree} ends them all, and {@code kill} does too, because a child ends with its parent.
 *
 * <p>
 * Observed: the grandchild was gone, always.
 *
 * <pre>{@code
 * ./weir run ChildEndedWithAChild
 * }</pre>
 */
@MultiJvmTest
@Deadline("12s")
@Description("A child that has a child is ended by kill or killTree: the grandchild is gone too.")
@Ref("multiprocessing, Process.terminate: \"descendant processes of the process will not be terminated\" (S20)")
@Claim(id = "S20", value = "A process that is ended takes its children with it.", held = "gone")
@Outcome(id = "gone", expect = ACCEPTABLE, desc = "Both are gone.")
@Outcome(expect = FORBIDDEN, desc = "The grandchild became an orphan.")
public class ChildEndedWithAChild {
    final SharedDirectory directory = SharedDirectory.create();
    final String how;

    public ChildEndedWithAChild(@Param({"kill", "killTree"}) String how) {
        this.how = how;
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(L_Result r) throws IOException {
        JvmProcess child = JvmProcess.of(ChildEndedWithAChild::child, directory.path().toString())
                .inheritJvmArgs(false)
                .start();
        List<Long> pids = Pids.awaitPids(directory.path(), 2);
        if (how.equals("kill")) {
            child.kill();
        } else {
            child.killTree();
        }
        r.r1 = Pids.goneSoon(pids) ? "gone" : "orphan";
    }

    private static void child(String path) throws IOException, InterruptedException {
        Pids.leavePid(Path.of(path));
        JvmProcess.of(ChildEndedWithAChild::grandchild, path).start().join();
    }

    private static void grandchild(String path) throws IOException {
        Pids.leavePid(Path.of(path));
        while (true) {
            LockSupport.park();
        }
    }
}
