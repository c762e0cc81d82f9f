package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedFile;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.util.List;

/**
 * A program starts a child: its main method runs once, and when the program has ended, nothing of it is left.
 *
 * <p>
 * A Python program without {@code if __name__ == "__main__"} is run again by every child that it spawns, and starts
 * children again. Here the child gets the code that it is to run and no main method, so there is nothing to guard. The
 * program is started as any Java program is, by {@code java} and the name of its class.
 *
 * <p>
 * Each sample starts two JVMs, one after the other.
 *
 * <pre>{@code
 * ./weir run GuardedEntryPoint
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("60s")
@Description("A program with a child: main runs once, and no process is left at the end.")
@Claim(id = "SD30", value = "A child never runs the program's main method again, and no process is left.", held = "[main, child], nothing left")
@Ref("seed 001, Python Multiprocessing: \"always protect the entry point\", \"avoid orphaned processes\" (SD30)")
@Ref("seed 002, Multiprocessing: \"You need this enclosure\" (SD30)")
@Outcome(id = "[main, child], nothing left", expect = ACCEPTABLE, desc = "Main ran once, the child did its work, all ended.")
@Outcome(expect = FORBIDDEN, desc = "Main ran more than once, or a process is left.")
public class GuardedEntryPoint {
    final SharedFile output = SharedFile.create();

    @Actor
    public void observer(LL_Result r) throws IOException, InterruptedException {
        Process program = new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED", "-Xshare:auto", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), UnguardedProgram.class.getName(), output.path().toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        program.waitFor();
        List<String> lines = Lines.of(output.path().toString());
        r.r1 = lines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList().toString();
        boolean left = false;
        for (String line : lines) {
            left |= Survivors.millisUntilGone(Long.parseLong(line.substring(line.indexOf(' ') + 1))) < 0;
        }
        r.r2 = left ? "a process is left" : "nothing left";
    }
}
