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
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/**
 * A program starts a child in the middle of its {@code main}, with nothing that keeps the child from coming there again.
 *
 * <p>
 * In {@code multiprocessing} with the start method {@code spawn} the child imports the program's module, and without
 * {@code if __name__ == "__main__":} comes to the same line: {@code RuntimeError}, or, with a loop around it, a fork bomb. A
 * child here is told which method of which class to call; {@code main} is not part of it.
 *
 * <p>
 * Observed: one {@code main} and one child, always.
 *
 * <pre>{@code
 * ./weir run NoMainGuard
 * }</pre>
 */
@MultiJvmTest
@Deadline("12s")
@Description("A main without a guard starts a child: the child does not run main again.")
@Ref("multiprocessing, The spawn and forkserver start methods: \"Safe importing of main module\" (S24, SD30)")
@Claim(id = "S24", value = "A child never runs its parent's main again.", held = "main, child")
@Outcome(id = "main, child", expect = ACCEPTABLE, desc = "Each once.")
@Outcome(expect = FORBIDDEN, desc = "The child ran main.")
public class NoMainGuard {
    final SharedDirectory directory = SharedDirectory.create();

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        Path log = directory.path().resolve("log");
        Process program = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), NoMainGuard.class.getName(), log.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.path().resolve("output").toFile())
                .start();
        if (!program.waitFor(10, TimeUnit.SECONDS)) {
            program.destroyForcibly();
        }
        r.r1 = Files.exists(log) ? String.join(", ", Files.readAllLines(log))
                : Files.readString(directory.path().resolve("output"));
    }

    /**
     * The program.
     *
     * @param args the file that everybody writes to who comes by
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        append(args[0], "main");
        JvmProcess.of(NoMainGuard::append, args[0], "child").start().join();
    }

    private static void append(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
