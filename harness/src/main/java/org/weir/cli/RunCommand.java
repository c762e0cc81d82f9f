package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

import org.weir.engine.Reproduction;
import org.weir.engine.RunOptions;
import org.weir.engine.Runner;
import org.weir.outcome.Figures;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.Shard;
import org.weir.scenario.Durations;
import org.weir.scenario.ScenarioConfiguration;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** {@code weir run}. */
@Command(name = "run", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Runs scenarios and writes a report; its path is the last line that is printed."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                "0:every scenario passed",
                "1:one failed: a forbidden outcome was seen",
                "2:one is inconclusive: an outcome that must be seen was not, or there were too few samples",
                "3:one could not be run, or its measurement not be trusted; or a file besides the results failed",
                "64:the command line cannot be understood, or nothing can be run by it",
                "130:interrupted by Ctrl-C, SIGTERM or SIGHUP; what was measured until then is written",
                " :Of several, the first of 1, 3, 2, 0."})
final class RunCommand implements Callable<Integer> {
    static final String SELECTOR_HELP = "A simple name, a full name, a package, the id of a claim (SD09), or a glob of * and ? (quote it) of"
            + " scenarios; all if there is none.";

    /** With a debugger, time is what a person takes. */
    private static final Duration DEBUG_BUDGET = Duration.ofHours(8);

    @Parameters(paramLabel = "SELECTOR", arity = "0..*", description = {SELECTOR_HELP})
    private List<String> selectors = List.of();

    @Option(names = "--time-budget", paramLabel = "TIME", converter = DurationConverter.class, description = {
            "Time for the whole run, such as 500ms, 30s or 2m; divided over its configurations. Default:"
                    + " 6s for each, 8m at the most."})
    private Optional<Duration> timeBudget = Optional.empty();

    @Option(names = "--samples", paramLabel = "N", converter = PositiveConverter.class, description = {
            "End a configuration as soon as it has this many samples."})
    private Optional<Long> samples = Optional.empty();

    @Option(names = "--launches", paramLabel = "N", converter = LaunchesConverter.class, description = {
            "Start each configuration's JVMs this often. Default: as its time allows, up to 5."})
    private Optional<Integer> launches = Optional.empty();

    @Option(names = "--seed", paramLabel = "S", description = {
            "Whatever is random in the plan comes from this number. Default: another each time; for a shard one"
                    + " that comes from the commit, so that all have the same."})
    private Optional<Long> seed = Optional.empty();

    @Option(names = "--param", paramLabel = "NAME=VALUE", description = {
            "Run with this value of a parameter alone, which need not be one of the declared ones;"
                    + " scenarios without the parameter are left out. May be repeated."})
    private List<String> params = List.of();

    @Option(names = "--jvm-args", paramLabel = "ARGS", description = {
            "JVM arguments for all workers, after all others; quotes group as in a shell. May be"
                    + " repeated."})
    private List<String> jvmArgs = List.of();

    @Option(names = {"--out", "-o"}, paramLabel = "DIR", description = {
            "Directory for results.jsonl, summary.json and the report; results of an earlier run in it"
                    + " are replaced. Default: a new one named by the time, in target/weir-results if there is a"
                    + " pom.xml here, else in weir-results."})
    private Optional<Path> out = Optional.empty();

    @Option(names = "--format", paramLabel = "FORMAT", description = {
            "What goes to standard output: text, or jsonl for nothing but the records of results.jsonl,"
                    + " as they come; the report's path goes to standard error then. Default: text."})
    private Format format = Format.TEXT;

    @Option(names = "--progress-every", paramLabel = "TIME", converter = DurationConverter.class, description = {
            "How often a line says how the run goes where standard error is no terminal. Default: 15s."})
    private Duration progressEvery = Duration.ofSeconds(15);

    @Option(names = "--debug", paramLabel = "ACTOR", description = {
            "This actor's JVM waits for a debugger on port " + RunOptions.DEBUG_PORT
                    + " of this host; there are no deadlines, and no time budget unless one is given."})
    private Optional<String> debug = Optional.empty();

    @Option(names = "--jfr", description = {"Each worker writes a flight recording into the directory of results."})
    private boolean jfr;

    @Option(names = "--in-one-jvm", description = {
            "Run actors as threads of one JVM, for stepping through; says nothing about processes."})
    private boolean inOneJvm;

    @Option(names = "--shard", paramLabel = "I/N", description = {
            "Run the I-th of N equal parts of the plan, from 1; 'weir merge' puts their results together. All"
                    + " shards need the same arguments and classes. --time-budget is that of this shard."
                    + " Default: the variable WEIR_SHARD=I/N, or JOB_COMPLETION_INDEX (from 0) and WEIR_SHARDS,"
                    + " as in an Indexed Job of Kubernetes; else all of it."})
    private Optional<String> shard = Optional.empty();

    @Mixin
    private SideFiles sideFiles = new SideFiles();

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    /** What goes to standard output. */
    enum Format {
        TEXT, JSONL
    }

    @Override
    public Integer call() throws IOException {
        if (debug.isPresent() && inOneJvm) {
            throw new UsageException("--debug waits in the JVM of one actor, and with --in-one-jvm no actor has its"
                    + " own; leave one of them out");
        }
        List<Param> chosen = params.stream().map(Param::parse).toList();
        List<String> words = jvmArgs.stream().flatMap(text -> ShellWords.split(text).stream()).toList();
        Catalogue catalogue = classPath.catalogue();
        Optional<ShardChoice> choice = ShardChoice.of(shard, System.getenv());
        RunPlan whole = RunPlan.of(catalogue, selectors.stream().map(Selector::new).toList(), chosen);
        Shard part = choice.map(wanted -> wanted.of(whole)).orElse(Shard.whole(whole.size()));
        RunPlan plan = part.split() ? whole.part(part) : whole;
        debug.ifPresent(plan::requireActor);
        sideFiles.check(System.getenv());
        Path directory = ResultsDirectories.prepare(out);
        RunOptions options = options(catalogue, chosen, words, directory, part);
        Thread.currentThread().setContextClassLoader(catalogue.loader());
        return run(plan, part, options, directory);
    }

    private RunOptions options(Catalogue catalogue, List<Param> chosen, List<String> words, Path directory,
            Shard part) {
        Optional<Duration> budget = timeBudget.or(() -> debug.map(_ -> DEBUG_BUDGET));
        int launchesWanted = launches.orElse(debug.isPresent() ? 1 : 0);
        return new RunOptions(budget, samples.map(OptionalLong::of).orElse(OptionalLong.empty()), launchesWanted,
                seed.orElseGet(() -> part.split() ? ShardChoice.seed(EnvironmentProbe.capture().gitCommit())
                        : RandomGenerator.getDefault().nextLong(1L << 48)),
                directory,
                chosen.stream().collect(Collectors.toMap(Param::name, Param::value)), words, catalogue.added(), debug,
                jfr, inOneJvm);
    }

    private int run(RunPlan plan, Shard part, RunOptions options, Path directory) throws IOException {
        Terminal terminal = Terminal.detect();
        Output output = new Output(format, directory, terminal);
        RunSummary summary;
        try (ProgressLine progress = ProgressLine.start(plan, options, terminal, output, progressEvery);
                Interruption interruption = Interruption.listen(progress::note)) {
            if (part.split()) {
                progress.note("this is shard " + part + " of a plan of "
                        + Figures.count(part.configurations(), "configuration", "configurations"));
            }
            debug.ifPresent(actor -> progress.note("the JVM of " + actor + " will wait for a debugger at 127.0.0.1:"
                    + RunOptions.DEBUG_PORT));
            try (Runner runner = Runner.open(options, progress, plan.size())) {
                interruption.stops(runner);
                runner.expect(plan.configurations());
                for (RunPlan.Rejected rejected : plan.rejected()) {
                    progress.show(runner.reject(rejected.scenario(), rejected.mistakes()));
                }
                for (ScenarioConfiguration configuration : plan.configurations()) {
                    if (runner.isStopped()) {
                        break;
                    }
                    runner.run(configuration);
                }
                progress.admitOverrun();
                summary = runner.finish(command(options, part), part);
            }
        }
        ResultsReader.Results results = ResultsReader.read(directory);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        SideFiles.Written written = sideFiles.write(results, directory, System.getenv(), err);
        output.sumUp(summary, written.page());
        return written.exitCode(summary.exitCode());
    }

    /** The command that runs the same again, with the seed that was used. */
    private String command(RunOptions options, Shard part) {
        List<String> words = new ArrayList<>(List.of("weir", "run"));
        words.addAll(selectors);
        timeBudget.ifPresent(budget -> words.addAll(List.of("--time-budget", budget.toMillis() + "ms")));
        samples.ifPresent(wanted -> words.addAll(List.of("--samples", wanted.toString())));
        launches.ifPresent(wanted -> words.addAll(List.of("--launches", wanted.toString())));
        words.addAll(List.of("--seed", String.valueOf(options.seed())));
        params.forEach(param -> words.addAll(List.of("--param", param)));
        jvmArgs.forEach(args -> words.add("--jvm-args=" + args));
        options.classPath().forEach(entry -> words.addAll(List.of("--class-path", entry.toString())));
        if (inOneJvm) {
            words.add("--in-one-jvm");
        }
        if (part.split()) {
            words.addAll(List.of("--shard", part.toString()));
        }
        return words.stream().map(Reproduction::quote).collect(Collectors.joining(" "));
    }

    /**
     * A parameter with the one value that is wanted.
     *
     * @param name its name
     * @param value its value, as text
     */
    record Param(String name, String value) {
        private static Param parse(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UsageException("--param takes a name and a value, such as size=512; got \"" + text + "\"");
            }
            return new Param(text.substring(0, equals), text.substring(equals + 1));
        }
    }

    /** Durations as scenario authors write them. */
    static final class DurationConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Duration duration;
            try {
                duration = Durations.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
            if (duration.isZero()) {
                throw new TypeConversionException("a run takes some time; give more than " + text);
            }
            return duration;
        }
    }

    /** Numbers from 1. */
    static final class PositiveConverter implements ITypeConverter<Long> {
        @Override
        public Long convert(String text) {
            return number(text, 1_000_000_000_000_000L);
        }
    }

    /** Numbers of launches. */
    static final class LaunchesConverter implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return (int) number(text, 10_000);
        }
    }

    private static long number(String text, long most) {
        long number = text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
        if (number < 1 || number > most) {
            throw new TypeConversionException("\"" + text + "\" is not a whole number from 1 to " + most);
        }
        return number;
    }
}
