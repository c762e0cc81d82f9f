package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Sweep;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/**
 * A daemon process ends with its parent, however that ends: how long does it outlive it?
 *
 * <p>
 * A program starts a daemon that would run for ever. Then the program returns from its main method, or is killed by
 * SIGKILL, or terminates the daemon itself. The result is the time in milliseconds from the end of the program (the
 * call of {@code terminate}) until the daemon is gone, or -1 if it is there after thirty seconds. In the original a
 * SIGKILL of the parent leaves the daemon behind; here the kernel tells the child of its parent's death.
 *
 * <p>
 * Each sample starts two JVMs, one after the other.
 *
 * <pre>{@code
 * ./weir run DaemonEnds
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("60s")
@Description("Milliseconds that a daemon outlives its parent's end: by exit, by SIGKILL, by terminate().")
@Claim(id = "SD18", value = "A daemon process ends when its parent ends, and when it is terminated.", held = "\\d+")
@Sweep(param = "how", label = "time to termination", valueUnit = "ms")
@Ref("seed 002, Multiprocessing: \"Making a daemon process\", P.terminate() (SD18)")
@Outcome(id = "\\d+", expect = ACCEPTABLE, desc = "Gone after so many milliseconds.")
@Outcome(id = "-1", expect = FORBIDDEN, desc = "The daemon was left behind.")
public class DaemonEnds {
    final SharedFile output = SharedFile.absent();
    private final How how;

    /** How the daemon is to come to its end. */
    public enum How {
        EXIT, KILL, TERMINATE
    }

    /** @param how how the daemon is to come to its end */
    public DaemonEnds(@Param How how) {
        this.how = how;
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void observer(I_Result r) throws IOException, InterruptedException {
        String file = output.path().toString();
        JvmProcess program = JvmProcess.of(DaemonEnds::program, how, file).inheritJvmArgs(false).start();
        while (Lines.of(file).isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        if (how == How.KILL) {
            program.kill();
        }
        program.join();
        r.r1 = Survivors.millisUntilGone(Long.parseLong(Lines.of(file).getFirst()));
    }

    private static void program(How how, String file) throws IOException, InterruptedException {
        JvmProcess daemon = JvmProcess.of(DaemonEnds::daemon, file).daemon(true).start();
        while (Lines.of(file).isEmpty()) {
            LockSupport.parkNanos(1_000_000);
        }
        switch (how) {
            case EXIT -> {
            }
            case TERMINATE -> daemon.terminate();
            case KILL -> Survivors.stay();
        }
    }

    private static void daemon(String file) throws IOException, InterruptedException {
        Lines.add(file, String.valueOf(JvmProcess.current().pid()));
        Survivors.stay();
    }
}
