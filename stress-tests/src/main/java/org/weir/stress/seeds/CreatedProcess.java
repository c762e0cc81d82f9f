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

/**
 * Start a process, join it, go on: the lines of the child stand between, in the order in which the document prints
 * them.
 *
 * <p>
 * {@code join} returns when the child has ended, so nothing of the child can come after it. The lines go to one file,
 * as those of the document go to one terminal.
 *
 * <p>
 * Each sample starts a JVM, so there are a few in a second.
 *
 * <pre>{@code
 * ./weir run CreatedProcess
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Deadline("60s")
@Description("Start a process and join it: its lines stand before those that follow the join.")
@Claim(id = "SD07", value = "\"Worker started\", \"Worker finished\" and \"Main process finished\" are printed in this order.", held = "Worker started / Worker finished / Main process finished")
@Ref("seed 001, Python Multiprocessing: Basic Process Creation (SD07)")
@Outcome(id = "Worker started / Worker finished / Main process finished", expect = ACCEPTABLE, desc = "The order that the document shows.")
@Outcome(expect = FORBIDDEN, desc = "A line is missing or stands elsewhere.")
public class CreatedProcess {
    final SharedFile output = SharedFile.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        String file = output.path().toString();
        JvmProcess process = JvmProcess.of(CreatedProcess::worker, file).inheritJvmArgs(false).start();
        process.join();
        Lines.add(file, "Main process finished");
        r.r1 = String.join(" / ", Lines.of(file));
    }

    private static void worker(String file) throws IOException {
        Lines.add(file, "Worker started");
        Lines.add(file, "Worker finished");
    }
}
