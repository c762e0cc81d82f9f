package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LI_Result;
import org.weir.memory.SharedFile;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.io.Serial;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A subclass of {@code Process} that counts down, and two of them at once, from 10 and from 15: their lines are mixed,
 * and each one's stand in order.
 *
 * <p>
 * The result says whether both are complete and in order, and how often the file changes from the lines of one to those
 * of the other: 1 is one after the other, more is at once.
 *
 * <pre>{@code
 * ./weir run TwoCountdowns
 * }</pre>
 */
@MultiJvmTest(weight = 3)
@Deadline("60s")
@Description("Two processes of a class count down at once: each in order, their lines mixed or not.")
@Claim(id = "SD17", value = "Both countdowns finish, each in order.", held = "complete, \\d+")
@Ref("seed 002, Multiprocessing: mprocess1.CountdownProcess('p1', 10), ('p2', 15) (SD17)")
@Outcome(id = "complete, 1", expect = ACCEPTABLE, desc = "One after the other.")
@Outcome(id = "complete, \\d+", expect = ACCEPTABLE_INTERESTING, desc = "Their lines were mixed.")
@Outcome(expect = FORBIDDEN, desc = "A line is missing or out of order.")
public class TwoCountdowns {
    final SharedFile output = SharedFile.create();

    /** The document's class: it says how far it has come. */
    private static final class Countdown extends JvmProcess {
        @Serial
        private static final long serialVersionUID = 1L;

        private final String file;
        private final int from;

        Countdown(String name, int from, String file) {
            this.from = from;
            this.file = file;
            name(name);
            inheritJvmArgs(false);
        }

        @Override
        protected void run() throws IOException {
            for (int n = from; n > 0; n--) {
                Lines.add(file, current().name() + " " + n);
            }
        }
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(LI_Result r) throws IOException, InterruptedException {
        String file = output.path().toString();
        JvmProcess first = new Countdown("p1", 10, file).start();
        JvmProcess second = new Countdown("p2", 15, file).start();
        first.join();
        second.join();
        List<String> lines = Lines.of(file);
        r.r1 = counted(lines, "p1").equals(down(10)) && counted(lines, "p2").equals(down(15)) ? "complete"
                : "incomplete";
        r.r2 = (int) IntStream.range(1, lines.size())
                .filter(i -> lines.get(i).charAt(1) != lines.get(i - 1).charAt(1))
                .count();
    }

    private static List<Integer> counted(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Integer.valueOf(line.substring(name.length() + 1)))
                .toList();
    }

    private static List<Integer> down(int from) {
        return IntStream.range(0, from).map(i -> from - i).boxed().toList();
    }
}
