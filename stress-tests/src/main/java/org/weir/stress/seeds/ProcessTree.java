package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * {@code ps} shows three processes, the parent and its two children; and, when they have been joined, one.
 *
 * <p>
 * The parent asks the operating system for its children, while the two run and after both were joined. A child that has
 * ended and was not reaped would still be shown, as a zombie.
 *
 * <pre>{@code
 * ./weir run ProcessTree
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("60s")
@Description("The operating system shows a process's two children while they run, and none after they were joined.")
@Claim(id = "SD25", value = "ps shows the parent and its two children, with the parent's id as their parent's.", held = "2 while they run, 0 after join")
@Ref("seed 003, CodingBison: ps -aef | egrep \"python|PID\" (SD25)")
@Outcome(id = "2 while they run, 0 after join", expect = ACCEPTABLE, desc = "What the document's ps shows.")
@Outcome(expect = FORBIDDEN, desc = "A child is missing, or one that has ended is still there.")
public class ProcessTree {
    final SharedFile gate = SharedFile.absent();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        String file = gate.path().toString();
        JvmProcess bear = JvmProcess.of(ProcessTree::child, file).inheritJvmArgs(false).start();
        JvmProcess salmon = JvmProcess.of(ProcessTree::child, file).inheritJvmArgs(false).start();
        Set<Long> pids = Set.of(bear.pid(), salmon.pid());
        long running = shown(pids);
        Lines.add(file, "go on");
        bear.join();
        salmon.join();
        r.r1 = running + " while they run, " + shown(pids) + " after join";
    }

    private static long shown(Set<Long> pids) {
        return ProcessHandle.current().children().filter(child -> pids.contains(child.pid())).count();
    }

    private static void child(String file) throws IOException {
        while (Lines.of(file).isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
    }
}
