package org.weir.stress.twin;

import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.EnvironmentProbe;
import org.weir.results.OutcomeTable;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioFinder;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.ScenarioReader;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs every twin of this module under jcstress and adds the results to those of the processes. {@code mvn verify} does so
 * after it has run the scenarios.
 *
 * <p>
 * The twins are found by Weir, among the scenarios, not by jcstress: a twin that jcstress does not run is an error, and
 * so ends in one the run that jcstress itself would call green.
 */
public final class TwinRun {
    private static final String REPRODUCE = "mvn -pl stress-tests -am verify";
    private static final int ITERATIONS = 3;
    private static final Duration ITERATION = Duration.ofMillis(600);

    private TwinRun() {}

    /**
     * Runs the twins. The exit code is that of the worst {@link Verdict}.
     *
     * @param args the directory for jcstress's own files and that of Weir's results
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: TwinRun <directory for jcstress> <directory of Weir's results>");
            System.exit(64);
        }
        Instant started = Instant.now();
        List<ScenarioModel> twins = twins(ScenarioFinder.find(ScenarioFinder.runningClassPath()));
        if (twins.isEmpty()) {
            System.err.println("There is no scenario with @JCStressTest on the class path, so nothing was run.");
            System.exit(Verdict.ERROR.exitCode());
        }
        JcstressRun run = new JcstressRun(twins.stream().map(twin -> twin.type().getName()).toList(), ITERATIONS,
                ITERATION, JcstressRun.C2);
        System.out.println("jcstress samples " + twins.size() + " twins, " + run.sampling().toSeconds()
                + " s and the start of " + twins.size() + " JVMs.");
        EnvironmentInfo environment = EnvironmentProbe.capture();
        TwinResults found = new TwinResults(run.run(Path.of(args[0])), environment, REPRODUCE);
        List<ScenarioResult> results = twins.stream().map(found::of).toList();
        results.forEach(TwinRun::print);
        add(results, Path.of(args[1]), started, environment);
        System.exit(Verdict.of(results.stream().map(ScenarioResult::verdict).toList()).exitCode());
    }

    /** The scenarios among these classes that are jcstress tests too; a class that is no valid scenario is for Weir to refuse. */
    static List<ScenarioModel> twins(List<String> names) {
        List<ScenarioModel> twins = new ArrayList<>();
        for (String name : names) {
            try {
                Class<?> type = Class.forName(name, false, TwinRun.class.getClassLoader());
                if (ScenarioReader.read(type) instanceof Reading.Valid(ScenarioModel model) && model.twin()) {
                    twins.add(model);
                }
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("the class path has lost " + name, e);
            }
        }
        return twins;
    }

    /** Shows a result to who watches the build. */
    public static void print(ScenarioResult result) {
        System.out.println();
        System.out.println(result.verdict() + " " + result.displayName() + ", " + result.harness());
        result.reasons().forEach(reason -> System.out.println("  " + reason));
        System.out.println(OutcomeTable.of(result.outcomes()).stripTrailing());
    }

    /** Adds the results, in the place of an earlier run's, and sums all up anew. */
    static void add(List<ScenarioResult> results, Path directory, Instant started, EnvironmentInfo environment)
            throws IOException {
        AddedResults.add(results, directory, started, environment, TwinResults.HARNESS, REPRODUCE);
    }
}
