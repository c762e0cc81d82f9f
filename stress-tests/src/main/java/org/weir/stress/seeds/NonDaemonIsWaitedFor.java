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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that returns from its main method while a child that is no daemon still works: it waits for the child.
 *
 * <p>
 * The program starts a child and returns. The child takes its time, writes a line, and ends. When the program's process
 * has ended, the line has to be there.
 *
 * <pre>{@code
 * ./weir run NonDaemonIsWaitedFor
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("60s")
@Description("A program waits at its end for a child that is no daemon.")
@Claim(id = "SD18", value = "A process that is no daemon is waited for when its parent ends.", held = "[child finished]")
@Ref("seed 002, Multiprocessing: P.daemon (SD18)")
@Outcome(id = "[child finished]", expect = ACCEPTABLE, desc = "The program's process ended after its child's.")
@Outcome(expect = FORBIDDEN, desc = "The program's process did not wait for its child, or ended it.")
public class NonDaemonIsWaitedFor {
    final SharedFile output = SharedFile.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void observer(L_Result r) throws IOException, InterruptedException {
        String file = output.path().toString();
        JvmProcess.of(NonDaemonIsWaitedFor::program, file).inheritJvmArgs(false).start().join();
        r.r1 = Lines.of(file).toString();
    }

    private static void program(String file) throws IOException {
        JvmProcess.of(NonDaemonIsWaitedFor::child, file).start();
    }

    private static void child(String file) throws IOException {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        Lines.add(file, "child finished");
    }
}
