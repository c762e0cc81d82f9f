package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The list of process ids that a child gets is a copy: the child adds its id, and the parent's list does not change.
 *
 * <p>
 * In the document the copy is made by {@code fork}, which copies the whole memory; here the argument is serialised and
 * sent, and the effect is the same. Parent and child each know their own list: the parent its id twice, the child the
 * parent's and its own.
 *
 * <pre>{@code
 * ./weir run CopiedList
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Deadline("60s")
@Description("A list handed to a child is copied: what each adds to it, only that one has.")
@Claim(id = "SD01", value = "Of a list of pids that parent and child both extend, each sees its own copy.", held = "[parent, parent], [parent, child]")
@Ref("seed 004, About multi-process: fork.py, pid_list (SD01)")
@Outcome(id = "[parent, parent], [parent, child]", expect = ACCEPTABLE, desc = "Each has a list of its own.")
@Outcome(expect = FORBIDDEN, desc = "One process's list changed by the other's addition.")
public class CopiedList {
    final SharedFile output = SharedFile.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(LL_Result r) throws IOException, InterruptedException {
        List<String> pids = new ArrayList<>(List.of("parent"));
        JvmProcess child = JvmProcess.of(CopiedList::child, pids, output.path().toString())
                .inheritJvmArgs(false)
                .start();
        pids.add("parent");
        child.join();
        r.r1 = pids.toString();
        r.r2 = String.join("", Lines.of(output.path().toString()));
    }

    private static void child(List<String> pids, String file) throws IOException {
        pids.add("child");
        Lines.add(file, pids.toString());
    }
}
