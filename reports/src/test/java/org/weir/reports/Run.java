package org.weir.reports;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.outcome.Requirement;
import org.weir.outcome.Tally;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.Evidence;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;
import org.weir.results.Witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a scenario's run is put together from. */
final class Run {
    private final String name;
    private final String description;
    private final List<OutcomeRule> rules = new ArrayList<>();
    private final List<Requirement> requirements = new ArrayList<>();
    private final List<LaunchResult> launches = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final List<Study.Claim> claims = new ArrayList<>();
    private final List<Study.Sweep> sweeps = new ArrayList<>();
    private final List<Study.Comparison> comparisons = new ArrayList<>();
    private final List<Evidence.FaultCount> faults = new ArrayList<>();
    private final List<Evidence.Discovery> discoveries = new ArrayList<>();
    private final List<Witness> witnesses = new ArrayList<>();
    private Study.Source source = Study.NONE.source();
    private Map<String, String> params = Map.of();
    private String harness = "processes";
    private String speed = "MEMORY";
    private String speedReason = "only shared cells";

    Run(String name, String description) {
        this.name = name;
        this.description = description;
    }

    Run rule(String id, Expect expect, String why) {
        rules.add(new OutcomeRule(id, expect, why));
        return this;
    }

    Run mustObserve(String id, double rate) {
        requirements.add(new Requirement(id, rate));
        return this;
    }

    Run launch(Map<String, Long> counts) {
        long samples = counts.values().stream().mapToLong(Long::longValue).sum();
        int index = launches.size();
        launches.add(new LaunchResult(index, List.of(4_100L + 2L * index, 4_101L + 2L * index), counts, samples,
                1_500_000_000L, index % 2 == 0 ? List.of("c2", "c2") : List.of("c2", "interpreter"),
                Map.of("first", List.of("-XX:+StressLCM", "-XX:StressSeed=" + index)), 7_700_000L + index,
                List.of(0, 1)));
        return this;
    }

    Run claim(String id, String text, String... held) {
        claims.add(new Study.Claim(id, text, List.of(held), List.of()));
        return this;
    }

    Run comparison(String group, String label, String... of) {
        comparisons.add(new Study.Comparison(group, label, List.of(of)));
        return this;
    }

    Run sweep(Study.Sweep sweep) {
        sweeps.add(sweep);
        return this;
    }

    Run source(Study.Source text) {
        source = text;
        return this;
    }

    Run fault(Evidence.FaultCount fault) {
        faults.add(fault);
        return this;
    }

    Run discovery(long samples, int distinct) {
        discoveries.add(new Evidence.Discovery(samples, distinct));
        return this;
    }

    Run witness(Witness witness) {
        witnesses.add(witness);
        return this;
    }

    Run harness(String who) {
        harness = who;
        return this;
    }

    Run param(String key, String value) {
        params = Map.of(key, value);
        return this;
    }

    Run speed(String what, String why) {
        speed = what;
        speedReason = why;
        return this;
    }

    Run note(String note) {
        notes.add(note);
        return this;
    }

    Run diagnostic(Diagnostic diagnostic) {
        diagnostics.add(diagnostic);
        return this;
    }

    ScenarioResult result() {
        Tally tally = new Tally();
        launches.forEach(launch -> tally.merge(Tally.of(launch.counts())));
        Judgement judgement = Judge.judge(new Grading(rules), requirements, 0, tally.snapshot());
        return result(judgement, judgement.verdict(), judgement.reasons(), tally.total());
    }

    ScenarioResult error(String reason) {
        return result(Judge.judge(new Grading(rules), requirements, 0, Map.of()), Verdict.ERROR, List.of(reason),
                0);
    }

    private ScenarioResult result(Judgement judgement, Verdict verdict, List<String> reasons, long samples) {
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, "org.example." + name, params, harness,
                description,
                List.of("https://example.org/memory", "Boehm 2011, section 3"), List.of("first", "second"), verdict,
                reasons, samples, 2_000_000_000L * (launches.size() + 1), 1_500_000_000L * launches.size(),
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), launches,
                name.hashCode(), speed, speedReason, notes, diagnostics,
                new Study(judged(), sweeps, comparisons, source), new Evidence(faults, discoveries, witnesses),
                "./weir run " + name + " --seed 20260102", Runs.ENVIRONMENT);
    }

    private List<Study.Claim> judged() {
        Grading grading = new Grading(rules);
        return claims.stream()
                .map(claim -> new Study.Claim(claim.id(), claim.text(), claim.held(),
                        grading.allowedBesides(claim.held())))
                .toList();
    }
}
