package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Figures;
import org.weir.outcome.Verdict;
import org.weir.results.EnvironmentInfo;
import org.weir.results.ResultsReader;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the page shows of a run.
 *
 * @param verdict what the run comes to
 * @param headline that, in a sentence
 * @param gist what else a reader wants to know at once, each a link to more of it
 * @param warnings what a reader should know before anything else
 * @param tally how many configurations there are of each verdict, all four present
 * @param facts names and values of the run
 * @param command the command that runs the same again; empty if it is not known
 * @param originals the files that the page is drawn from, and the reports of jcstress beside them, as links relative to
 *                  the page
 * @param whereabouts where they are, as the end of a sentence
 * @param overview every configuration, worst first
 * @param claims what documents say, with what was counted
 * @param standings how many claims have each standing
 * @param comparisons groups of scenarios on one axis
 * @param scenarios worst first, else in order of running
 * @param left how many scenarios have no section, for their number
 * @param leftOut what else is left out, so that the page stays small, such as {@code 12 pictures}
 * @param tests the tests of the build
 * @param trends how the run stands to earlier ones; at most one
 * @param environments where the numbers come from
 * @param samplers what is so of all results by those who sampled
 * @param style the style sheet
 * @param script the script
 * @param policy what the page may load and run
 */
public record Page(Mark verdict, String headline, List<Gist> gist, List<String> warnings, List<Count> tally,
        List<Fact> facts,
        String command, List<Original> originals, String whereabouts, List<OverviewRow> overview,
        List<ClaimView> claims, List<Count> standings,
        List<ComparisonView> comparisons, List<ScenarioView> scenarios, int left, List<String> leftOut,
        TestsView tests,
        List<TrendView> trends, List<EnvironmentView> environments, List<Fact> samplers, String style, String script,
        String policy) {

    private static final int WORTH_SAYING_ONCE = 8;

    /** How many there are of a verdict. */
    public record Count(Mark mark, int n) {}

    /** A sentence with the fragment of what it sums up. */
    public record Gist(String text, String anchor) {}

    /** A name and its value. */
    public record Fact(String name, String value) {}

    /** An environment, numbered from 1, with the facts that are known of it. */
    public record EnvironmentView(int number, List<Fact> facts) {}

    static Page of(ReportInput input, Path target, Allowance allowance) {
        ResultsReader.Results results = input.results();
        List<EnvironmentInfo> environments = Stream
                .concat(results.results().stream().map(ScenarioResult::environment),
                        results.summary().stream().map(RunSummary::environment))
                .distinct()
                .toList();
        Catalogue catalogue = Catalogue.of(results.results());
        List<Catalogue.Group> groups = catalogue.groups()
                .stream()
                .filter(group -> allowance.section(group.results().size()))
                .toList();
        allowance.share(groups.stream()
                .map(group -> SourceView.wanted(group.source(), allowance).length())
                .toList());
        Shared ofAll = Shared.of(results.results(), WORTH_SAYING_ONCE, ResultView::notes);
        List<ScenarioView> scenarios = groups.stream()
                .map(group -> ScenarioView.of(group, environments, ofAll, allowance))
                .toList();
        Set<String> sections = new HashSet<>();
        groups.forEach(group -> {
            sections.add(group.anchor());
            group.configurations().forEach(configuration -> sections.add(configuration.anchor()));
        });
        Verdict verdict = verdict(results);
        List<Original> originals = Original.of(input.originals(), target);
        List<OverviewRow> overview = OverviewRow.of(catalogue, sections);
        List<ClaimView> claims = ClaimView.of(catalogue, sections);
        List<TrendView> trends = input.trend()
                .stream()
                .map(trend -> TrendView.of(trend, catalogue, sections))
                .toList();
        String script = resource("report.js");
        return new Page(Mark.of(verdict), headline(catalogue, verdict),
                gist(catalogue, claims, trends), warnings(results),
                Catalogue.WORST_FIRST.stream().map(v -> new Count(Mark.of(v), count(catalogue, v))).toList(),
                facts(results), results.summary().map(RunSummary::command).orElse(""), originals,
                Original.whereabouts(originals, target),
                overview, claims, ClaimView.tally(claims),
                ComparisonView.of(catalogue, sections), scenarios, catalogue.groups().size() - groups.size(),
                allowance.left(),
                TestsView.of(input.tests()),
                trends,
                environments.stream().map(e -> new EnvironmentView(environments.indexOf(e) + 1, facts(e))).toList(),
                ofAll.sentences()
                        .entrySet()
                        .stream()
                        .map(said -> new Fact(Words.line(said.getKey()), String.join(" ", said.getValue())))
                        .toList(),
                resource("report.css").replaceAll("\\s*([{};,])\\s*", "$1"), script,
                "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash(script) + "'");
    }

    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static Verdict verdict(ResultsReader.Results results) {
        Verdict worst = Verdict.of(results.results().stream().map(ScenarioResult::verdict).toList());
        boolean missing = results.summary().map(s -> s.exitCode() == Verdict.ERROR.exitCode()).orElse(false);
        return worst != Verdict.FAIL && missing ? Verdict.ERROR : worst;
    }

    private static String headline(Catalogue catalogue, Verdict verdict) {
        int all = catalogue.configurations().size();
        if (all == 0) {
            return "Nothing was run, so nothing is known.";
        }
        String of = Figures.count(all, "configuration", "configurations") + " of "
                + Figures.count(catalogue.groups().size(), "scenario", "scenarios");
        int n = count(catalogue, verdict);
        return switch (verdict) {
            case PASS -> (all == 1 ? "The " : "All ") + of + " passed.";
            case FAIL -> Figures.count(n) + " of " + of + " showed an outcome that is forbidden.";
            case INCONCLUSIVE -> Figures.count(n) + " of " + of + " did not show enough to be judged.";
            case ERROR -> n == 0 ? "The run did not do all that was planned."
                    : Figures.count(n) + " of " + of + " could not be run or could not be trusted.";
        };
    }

    private static List<Gist> gist(Catalogue catalogue, List<ClaimView> claims, List<TrendView> trends) {
        List<Gist> gist = new ArrayList<>();
        trends.stream()
                .filter(trend -> !trend.against().isEmpty())
                .forEach(trend -> gist.add(new Gist(
                        (trend.changes().isEmpty() ? "Nothing changed" : trend.summary())
                                + " since " + trend.against(),
                        "trend")));
        if (!claims.isEmpty()) {
            gist.add(new Gist("Of " + Figures.count(claims.size(), "claim", "claims") + " of the documents: "
                    + ClaimView.tally(claims)
                            .stream()
                            .map(count -> count.n() + " " + count.mark().word())
                            .collect(Collectors.joining(", ")),
                    "claims"));
        }
        int interesting = (int) catalogue.configurations()
                .stream()
                .filter(each -> each.results().stream().anyMatch(Page::showsSomethingInteresting))
                .count();
        if (interesting > 0) {
            gist.add(new Gist(Figures.count(interesting, "configuration", "configurations")
                    + " showed an interesting outcome", "overview"));
        }
        int few = (int) catalogue.configurations()
                .stream()
                .filter(each -> each.results().getFirst().samples() < Words.FEW)
                .count();
        if (few > 0) {
            gist.add(new Gist(Figures.count(few, "configuration rests", "configurations rest") + " on fewer than "
                    + Words.FEW + " samples: their counts stand in place of rates", "overview"));
        }
        return gist;
    }

    private static boolean showsSomethingInteresting(ScenarioResult result) {
        return result.outcomes()
                .stream()
                .anyMatch(outcome -> outcome.expect() == Expect.ACCEPTABLE_INTERESTING && outcome.count() > 0);
    }

    private static List<String> warnings(ResultsReader.Results results) {
        List<String> warnings = new ArrayList<>();
        int finished = results.results().size();
        if (results.summary().isEmpty()) {
            warnings.add(
                    "The run did not come to its end: there is no summary.json. What follows was measured before.");
        }
        results.summary()
                .filter(RunSummary::interrupted)
                .ifPresent(summary -> warnings.add("The run was interrupted after "
                        + finished + " of "
                        + Figures.count(summary.planned(), "planned result.", "planned results.")));
        results.summary()
                .filter(s -> !s.interrupted() && finished < s.planned())
                .ifPresent(summary -> warnings.add(
                        "Only " + finished + " of " + summary.planned() + " planned results are there."));
        if (results.cutOff()) {
            warnings.add(
                    "A crash cut off the record that was being written at the end of results.jsonl; it is not shown.");
        }
        return warnings;
    }

    private static List<Fact> facts(ResultsReader.Results results) {
        List<Fact> facts = new ArrayList<>();
        long samples = results.results().stream().mapToLong(ScenarioResult::samples).sum();
        facts.add(new Fact("Samples", Figures.count(samples)));
        facts.add(new Fact("Results", byHarness(results.results())));
        results.summary().ifPresent(summary -> {
            facts.add(new Fact("Started", Words.time(summary.started())));
            facts.add(new Fact("Took", Words.duration(summary.elapsedNanos()) + (summary.budgetNanos() == 0 ? ""
                    : " for a time budget of " + Words.duration(summary.budgetNanos()))));
            facts.add(new Fact("Seed", Long.toString(summary.seed())));
            facts.add(new Fact("Exit code", Integer.toString(summary.exitCode())));
            facts.add(new Fact("Weir", summary.weirVersion()));
        });
        return facts;
    }

    private static List<Fact> facts(EnvironmentInfo environment) {
        return List.of(new Fact("CPU", environment.cpuModel()),
                new Fact("CPUs allowed", Integer.toString(environment.cpus())),
                new Fact("Topology", environment.topology()), new Fact("Architecture", environment.architecture()),
                new Fact("Kernel", environment.kernel()), new Fact("JDK", environment.jdk()),
                new Fact("JVM arguments of the coordinator",
                        environment.jvmFlags().isEmpty() ? "none" : String.join(" ", environment.jvmFlags())),
                new Fact("Commit",
                        Optional.of(environment.gitCommit())
                                .filter(commit -> !commit.isEmpty())
                                .map(commit -> commit.replace("+", " with changes"))
                                .orElse("not a checkout")),
                new Fact("Host", environment.host()), new Fact("Weir", environment.weirVersion()));
    }

    /** How many results there are of each who sampled; a configuration has one of each at most. */
    private static String byHarness(List<ScenarioResult> results) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        results.forEach(result -> counts.merge(Words.line(result.harness()), 1, Integer::sum));
        return counts.isEmpty() ? "0"
                : counts.entrySet()
                        .stream()
                        .map(entry -> Figures.count(entry.getValue()) + " by " + entry.getKey())
                        .collect(Collectors.joining("; "));
    }

    private static int count(Catalogue catalogue, Verdict verdict) {
        return (int) catalogue.configurations().stream().filter(each -> each.verdict() == verdict).count();
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(Page.class.getResourceAsStream(name), name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^ *//.*\\n|^ +|\\n(?=\\n)",
                    "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
