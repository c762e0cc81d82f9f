package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.process.ProcessInfo;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.List;

/**
 * A child prints its name, its parent's id and its own; the parent knows both ids, too.
 *
 * <p>
 * Three sources have to agree: what the child says of itself, what the parent's process object says of the child, and
 * what the operating system says, by {@code getppid}.
 *
 * <pre>{@code
 * ./weir run WhoIsWho
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Deadline("60s")
@Description("A child's parent id is the parent's id, and its own id what the parent says.")
@Claim(id = "SD13", value = "The child's parent process id is the parent's process id.", held = "true, true, true")
@Ref("seed 002, Multiprocessing: process1.py, os.getppid(), os.getpid() (SD13)")
@Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "Parent, child and operating system agree.")
@Outcome(expect = FORBIDDEN, desc = "Two of them say different ids.")
public class WhoIsWho {
    final SharedFile output = SharedFile.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(ZZZ_Result r) throws IOException, InterruptedException {
        JvmProcess child = JvmProcess.of(WhoIsWho::info, output.path().toString()).inheritJvmArgs(false).start();
        child.join();
        List<String> said = Lines.of(output.path().toString());
        long own = ProcessHandle.current().pid();
        r.r1 = said.equals(List.of(String.valueOf(own), String.valueOf(own), String.valueOf(child.pid())));
        r.r2 = said.size() == 3 && said.get(1).equals(String.valueOf(own));
        r.r3 = child.pid() != own;
    }

    private static void info(String file) throws IOException {
        Lines.add(file, String.valueOf(JvmProcess.parent().map(ProcessInfo::pid).orElse(0L)));
        Lines.add(file, String.valueOf(ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L)));
        Lines.add(file, String.valueOf(JvmProcess.current().pid()));
    }
}
