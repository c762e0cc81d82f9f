package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.process.JvmProcess;
import org.weir.process.StartMethod;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Counting twice, in sequence, by two threads and by two processes: how long do the two take, of the time that one
 * thread takes for both?
 *
 * <p>
 * The document's numbers are about Python, where threads share one interpreter lock and are no faster. A JVM has no
 * such lock: two threads on two free processors take half the time. Two processes compute as fast as two threads, and
 * pay for their start; with processes from a standby less. The height is per cent of the sequential time, measured in
 * the same sample.
 *
 * <pre>{@code
 * ./weir run CountingTwice
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 3)
@Deadline("60s")
@Description("Two counts by threads or processes, in per cent of the time that one thread takes for both.")
@Claim(id = "SD14", value = "Two threads, or two processes, count twice in less time than one after the other.", held = "\\d\\d?")
@Sweep(param = "how", label = "time, of that in sequence", valueUnit = "%")
@Ref("seed 002, Multiprocessing: perf1.py, \"Just change Thread to Process\" (SD14)")
@Outcome(id = "\\d\\d?", expect = ACCEPTABLE, desc = "Faster than in sequence.")
@Outcome(id = "\\d{3,}", expect = ACCEPTABLE_INTERESTING, desc = "Not faster: the start took what was gained, or there was no second processor.")
public class CountingTwice {
    private static final int TIMES = 60_000_000;

    private final How how;

    /** How the two counts are made. */
    public enum How {
        THREADS, PROCESSES, STANDBYS
    }

    /** @param how how the two counts are made */
    public CountingTwice(@Param How how) {
        this.how = how;
    }

    @BeforeWorker
    static void leaveTheCpu() throws IOException {
        Program.useAllCpus();
    }

    @Actor
    public void parent(I_Result r) throws IOException, InterruptedException {
        JvmProcess first = process();
        JvmProcess second = process();
        if (how == How.STANDBYS) {
            first.keepWarm(2);
        }
        long begun = System.nanoTime();
        count();
        count();
        long sequential = System.nanoTime() - begun;
        begun = System.nanoTime();
        if (how == How.THREADS) {
            Thread thread = Thread.ofPlatform().start(CountingTwice::countOnAllCpus);
            count();
            thread.join();
        } else {
            first.start();
            second.start();
            first.join();
            second.join();
        }
        r.r1 = (int) (100 * (System.nanoTime() - begun) / sequential);
    }

    private JvmProcess process() {
        return JvmProcess.of(CountingTwice::countOnAllCpus)
                .inheritJvmArgs(false)
                .startMethod(how == How.STANDBYS ? StartMethod.WARM : StartMethod.SPAWN);
    }

    private static void countOnAllCpus() {
        try {
            Program.useAllCpus();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        count();
    }

    /** Counts down; the compiler cannot know the result ahead. */
    private static void count() {
        long state = System.nanoTime();
        for (int n = TIMES; n > 0; n--) {
            state = state * 6_364_136_223_846_793_005L + n;
        }
        if (state == 0) {
            throw new IllegalStateException("one of 2^64");
        }
    }
}
