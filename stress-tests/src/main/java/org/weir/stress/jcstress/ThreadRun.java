package org.weir.stress.jcstress;

import org.openjdk.jcstress.infra.runners.TestList;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ScenarioResult;
import org.weir.stress.twin.AddedResults;
import org.weir.stress.twin.JcstressRun;
import org.weir.stress.twin.JcstressTest;
import org.weir.stress.twin.TwinResults;
import org.weir.stress.twin.TwinRun;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Runs the jcstress tests of this package and adds their results to those of the processes. {@code mvn verify} does so
 * after the twins.
 *
 * <p>
 * A test that jcstress leaves out, and a fork that fails, are errors, and so ends in one a run that jcstress itself would
 * call green.
 */
public final class ThreadRun {
    /** Many short strides: actors drift apart within one, and fewer samples of actors that meet are worth more. */
    private static final int STRIDE_COUNT = 20;

    /** As many states as {@link Slots} counts on. */
    static final List<String> STRIDES = List.of("-strideSize", String.valueOf(Slots.STATES / STRIDE_COUNT),
            "-strideCount", String.valueOf(STRIDE_COUNT));

    private static final String REPRODUCE = "mvn -pl stress-tests -am verify";
    private static final int ITERATIONS = 2;
    private static final Duration ITERATION = Duration.ofMillis(150);

    private ThreadRun() {}

    /**
     * Runs the tests. The exit code is that of the worst {@link Verdict}.
     *
     * @param args the directory for jcstress's own files and that of Weir's results; perhaps names, or parts of names, of
     *        the tests to be run, all without any
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 2) {
            System.err.println("usage: ThreadRun <directory for jcstress> <directory of Weir's results> [<test>...]");
            System.exit(64);
        }
        Instant started = Instant.now();
        List<JcstressTest> tests = tests(TestList.tests(), List.of(args).subList(2, args.length));
        if (tests.isEmpty()) {
            System.err.println("There is no such jcstress test in " + ThreadRun.class.getPackageName()
                    + ", so nothing was run.");
            System.exit(Verdict.ERROR.exitCode());
        }
        JcstressRun run = new JcstressRun(tests.stream().map(JcstressTest::name).toList(), ITERATIONS, ITERATION,
                JcstressRun.C2, STRIDES);
        System.out.println("jcstress samples " + tests.size() + " tests of the primitives, "
                + run.sampling().toSeconds() + " s and the start of " + tests.size() + " JVMs.");
        EnvironmentInfo environment = EnvironmentProbe.capture();
        TwinResults found = new TwinResults(run.run(Path.of(args[0])), environment, REPRODUCE);
        List<ScenarioResult> results = tests.stream().map(found::of).toList();
        results.forEach(TwinRun::print);
        AddedResults.add(results, Path.of(args[1]), started, environment, JcstressTest.THREADS, REPRODUCE);
        System.exit(Verdict.of(results.stream().map(ScenarioResult::verdict).toList()).exitCode());
    }

    /**
     * The tests of this package among those that jcstress's annotation processor has listed.
     *
     * @param wanted parts of names; none for all
     */
    static List<JcstressTest> tests(Collection<String> listed, List<String> wanted) {
        return listed.stream()
                .filter(name -> name.startsWith(ThreadRun.class.getPackageName() + "."))
                .filter(name -> wanted.isEmpty() || wanted.stream().anyMatch(name::contains))
                .sorted()
                .map(TestList::getInfo)
                .map(JcstressTest::of)
                .toList();
    }
}
