package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * "The child process will only inherit those resources necessary": what a spawned child finds of its parent.
 *
 * <p>
 * A variable of the environment is there, a system property too, and a static field has the value that its initialiser
 * gives it, not the one that the parent has set since. With {@code fork} the static would have the parent's value; with
 * {@code spawn} it has not, in the original as here.
 *
 * <pre>{@code
 * ./weir run Inherited
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Deadline("60s")
@Description("A spawned child inherits environment and system properties, and no static fields.")
@Claim(id = "SD15", value = "A spawned child inherits the environment and not the parent's objects.", held = "given, given, initial")
@Ref("seed 002, Multiprocessing: \"The child process will only inherit those resources necessary to run\" (SD15)")
@Outcome(id = "given, given, initial", expect = ACCEPTABLE, desc = "Environment and property came along, the static did not.")
@Outcome(expect = FORBIDDEN, desc = "Something is missing that should be inherited, or is there that should not.")
public class Inherited {
    private static final AtomicInteger STATIC = new AtomicInteger();

    final SharedFile output = SharedFile.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(LLL_Result r) throws IOException, InterruptedException {
        STATIC.set(1);
        System.setProperty("weir.seeds.inherited", "given");
        JvmProcess.of(Inherited::child, output.path().toString())
                .inheritJvmArgs(false)
                .env("WEIR_SEEDS", "given")
                .start()
                .join();
        List<String> found = Lines.of(output.path().toString());
        r.r1 = found.get(0);
        r.r2 = found.get(1);
        r.r3 = found.get(2);
    }

    private static void child(String file) throws IOException {
        Lines.add(file, String.valueOf(System.getenv("WEIR_SEEDS")));
        Lines.add(file, System.getProperty("weir.seeds.inherited", "none"));
        Lines.add(file, STATIC.get() == 0 ? "initial" : "the parent's");
    }
}
