package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import org.weir.outcome.Binomial;
import org.weir.outcome.Bootstrap;
import org.weir.outcome.Dispersion;
import org.weir.outcome.Figures;
import org.weir.outcome.Requirement;
import org.weir.results.OutcomeResult;
import org.weir.results.OutcomeTable;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;
import org.weir.scenario.Reading;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;

/** {@code weir odds}. */
@Command(name = "odds", mixinStandardHelpOptions = true, sortOptions = false, description = {
        "Says how likely a run like this one is to end inconclusive by bad luck: for each outcome that has to be seen"
                + " (@MustObserve), the probability that it is not, by its rate p in n samples.",
        "'independent' is (1-p)^n. 'by launches' allows for launches that differ more than independent samples do, by a"
                + " negative binomial count of the dispersion that these launches had; the total is of those.",
        "An outcome of which there are fewer than 10 samples, such as one seen in 1 of 1, has no rate worth the name: it is"
                + " listed with the most that its count allows (95%%), and is not in the total."}, exitCodeListHeading = "%nExit codes:%n", exitCodeList = {
                        "0:the total is at most that of --at-most",
                        "1:it is more, or an outcome was not seen at all",
                        "64:the results cannot be read, or nothing in them has to be seen"})
final class OddsCommand implements Callable<Integer> {
    private static final int FEW = 10;
    /** Of whose two-sided interval an end is a one-sided 95% bound. */
    private static final double ONE_SIDED = 0.9;

    @Parameters(paramLabel = "DIR", description = {"Directory that a run wrote."})
    private Path directory = Path.of("");

    @Option(names = "--time-budget", paramLabel = "TIME", converter = RunCommand.DurationConverter.class, description = {
            "Say it for a run of the same plan with this time, in which samples grow in proportion. Default:"
                    + " the time that this run had."})
    private Optional<Duration> budget = Optional.empty();

    @Option(names = "--at-most", paramLabel = "P", description = {
            "What is still good enough for the total. Default: 0.001, one build in a thousand."})
    private double atMost = 0.001;

    @Mixin
    private ClassPathOption classPath = new ClassPathOption();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /**
     * Something that has to be seen.
     *
     * @param name configuration and outcome
     * @param count how often it was
     * @param samples in so many samples
     * @param launchesSeen launches that saw it
     * @param launches all launches
     * @param independent probability of missing it, samples being independent
     * @param byLaunches probability of missing it, launches spreading as they do
     */
    private record Required(String name, long count, long samples, long launchesSeen, long launches,
            double independent, double byLaunches) {
        /** Whether it was seen, in too few samples to tell a rate. */
        boolean few() {
            return samples < FEW && count > 0;
        }

        /** The most that the probability of missing it may be: by the one-sided 95% lower bound of its rate. */
        double bound(double factor) {
            double low = Binomial.clopperPearson(count, samples, ONE_SIDED).low();
            return Math.exp(samples * factor * Math.log1p(-low));
        }
    }

    @Override
    public Integer call() throws IOException {
        if (!(atMost > 0 && atMost <= 1)) {
            throw new UsageException("--at-most takes a probability above 0, such as 0.001; got " + atMost);
        }
        RunDirectory run = RunDirectory.read(directory);
        double factor = factor(run);
        Catalogue catalogue = classPath.catalogue();
        List<Required> required = new ArrayList<>();
        for (ScenarioResult result : run.results().results()) {
            if (result.harness().equals("processes")) {
                required.addAll(required(result, factor, catalogue));
            }
        }
        if (required.isEmpty()) {
            throw new UsageException(directory + " has no result in which something has to be seen (@MustObserve)");
        }
        required.sort(Comparator.comparing(Required::few)
                .thenComparing(Comparator.comparingDouble(Required::byLaunches).reversed()));
        double total = known(required);
        print(required, factor, total);
        return total <= atMost ? ExitCodes.OK : ExitCodes.FAILED;
    }

    /** The total of those that have a rate, or were never seen. */
    private static double known(List<Required> required) {
        return total(required.stream().filter(each -> !each.few()).toList());
    }

    private double factor(RunDirectory run) {
        if (budget.isEmpty()) {
            return 1;
        }
        RunSummary summary = run.summary();
        long had = summary.budgetNanos() > 0 ? summary.budgetNanos() : summary.elapsedNanos();
        return had <= 0 ? 1 : (double) budget.get().toNanos() / had;
    }

    private static List<Required> required(ScenarioResult result, double factor, Catalogue catalogue) {
        List<Required> found = new ArrayList<>();
        for (Requirement requirement : requirements(result, catalogue)) {
            Predicate<String> names = requirement::isMetBy;
            List<Bootstrap.Launch> launches = result.launches()
                    .stream()
                    .map(launch -> new Bootstrap.Launch(launch.counts()
                            .entrySet()
                            .stream()
                            .filter(count -> names.test(count.getKey()))
                            .mapToLong(count -> count.getValue())
                            .sum(), launch.samples()))
                    .toList();
            long count = launches.stream().mapToLong(Bootstrap.Launch::count).sum();
            double p = result.samples() == 0 ? 0 : (double) count / result.samples();
            double independent = p >= 1 ? 0 : Math.exp(result.samples() * factor * Math.log1p(-p));
            found.add(new Required(OutcomeTable.printable(result.displayName() + ": " + requirement.id()), count,
                    result.samples(), launches.stream().filter(launch -> launch.count() > 0).count(), launches.size(),
                    independent, Math.max(independent, p >= 1 ? 0
                            : Dispersion.of(List.of(launches)).missed(count * factor))));
        }
        return found;
    }

    /** Those of the class, if it is here; else each outcome that is marked in the results, which a pattern may have met. */
    private static List<Requirement> requirements(ScenarioResult result, Catalogue catalogue) {
        if (result.outcomes().stream().noneMatch(OutcomeResult::mustObserve)) {
            return List.of();
        }
        if (catalogue.read(result.scenario()) instanceof Reading.Valid(var model)) {
            return model.mustObserve();
        }
        return result.outcomes()
                .stream()
                .filter(OutcomeResult::mustObserve)
                .map(outcome -> new Requirement(outcome.id(), 0))
                .toList();
    }

    /** That at least one is missed. */
    private static double total(List<Required> required) {
        double log = required.stream().mapToDouble(each -> Math.log1p(-Math.min(1, each.byLaunches()))).sum();
        return -Math.expm1(log);
    }

    private void print(List<Required> required, double factor, double total) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(String.format(Locale.ROOT, "%-12s  %-12s  %-9s  %s", "by launches", "independent", "launches",
                "has to be seen"));
        for (Required each : required) {
            out.println(String.format(Locale.ROOT, "%-12s  %-12s  %-9s  %s, %s of %s%s",
                    each.few() ? "<= " + odds(each.bound(factor)) : odds(each.byLaunches()),
                    each.few() ? "?" : odds(each.independent()), each.launchesSeen() + " of " + each.launches(),
                    each.name(),
                    Figures.count(each.count()), Figures.count(each.samples()),
                    each.few() ? "; too few samples to tell a rate"
                            : each.launches() < 2 ? "; one launch does not tell how launches differ" : ""));
        }
        long unknown = required.stream().filter(Required::few).count();
        out.println((factor == 1 ? "a run like this one"
                : String.format(Locale.ROOT, "a run of %.3g times the time",
                        factor))
                + " misses at least one of " + (required.size() - unknown) + " with a probability of " + odds(total)
                + (total > 0 && total < 1 ? ", one in " + (1 / total < 1e15 ? Figures.count(Math.round(1 / total))
                        : String.format(Locale.ROOT, "%.0e", 1 / total)) : "")
                + "; " + (total <= atMost ? "at most " : "more than ") + atMost);
        if (unknown > 0) {
            out.println(Figures.count(unknown, "further one rests", "further ones rest") + " on fewer than " + FEW
                    + " samples, of which the total says nothing: what was seen in 1 of 1 may as well be missed half the"
                    + " time. Sample longer to know.");
        }
        out.flush();
    }

    private static String odds(double p) {
        return p < 1e-12 ? "< 1e-12" : String.format(Locale.ROOT, "%.2g", p);
    }
}
