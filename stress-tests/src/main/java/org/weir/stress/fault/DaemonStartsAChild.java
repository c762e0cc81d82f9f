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
import org.weir.stress.program.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A daemon process starts a child.
 *
 * <p>
 * {@code multiprocessing} forbids it, by an {@code AssertionError}, because a daemon is ended without a chance to end its own
 * children. It is forbidden here too, by an exception that says why.
 *
 * <p>
 * Observed: always refused, and no process was started.
 *
 * <pre>{@code
 * ./weir run DaemonStartsAChild
 * }</pre>
 */
@MultiJvmTest
@Deadline("10s")
@Description("A daemon that starts a child is refused.")
@Ref("multiprocessing/process.py: \"daemonic processes are not allowed to have children\" (S21)")
@Claim(id = "S21", value = "A daemon that starts a child gets an exception, and no child is started.", held = "refused")
@Outcome(id = "refused", expect = ACCEPTABLE, desc = "IllegalStateException, with a reason.")
@Outcome(expect = FORBIDDEN, desc = "The child was started, or something else was thrown.")
public class DaemonStartsAChild {
    final SharedDirectory directory = SharedDirectory.create();

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(L_Result r) throws IOException, InterruptedException {
        JvmProcess daemon = JvmProcess.of(DaemonStartsAChild::daemon, directory.path().toString())
                .inheritJvmArgs(false)
                .daemon(true)
                .start();
        r.r1 = daemon.join(Duration.ofSeconds(8)) && Files.exists(directory.path().resolve("refused")) ? "refused"
                : "not refused";
        daemon.killTree();
    }

    private static void daemon(String path) throws IOException {
        try {
            JvmProcess.of(DaemonStartsAChild::nothing).start();
        } catch (IllegalStateException e) {
            Files.writeString(Path.of(path, "refused"), String.valueOf(e.getMessage()));
        }
    }

    private static void nothing() {}
}
