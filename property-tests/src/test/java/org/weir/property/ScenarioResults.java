package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Provide;
import net.jqwik.api.domains.DomainContextBase;

import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Binomial;
import org.weir.outcome.Tally;
import org.weir.outcome.Verdict;
import org.weir.results.Diagnostic;
import org.weir.results.EnvironmentInfo;
import org.weir.results.Evidence;
import org.weir.results.HistoryEvent;
import org.weir.results.LaunchResult;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;
import org.weir.results.Witness;

import java.util.List;
import java.util.Map;

/** Results of any form that the records allow, with any text, unpaired surrogates included. */
public final class ScenarioResults extends DomainContextBase {
    private static final EnvironmentInfo ENVIRONMENT = new EnvironmentInfo("cpu", 2, "1 socket", "amd64", "Linux", "25",
            List.of("-Xint"), "", "host", "1");

    @Provide
    Arbitrary<ScenarioResult> results() {
        return Combinators.combine(launch().list().ofMaxSize(3), text(), texts(), params(),
                Arbitraries.of(Verdict.class), Arbitraries.longs(), diagnostic().list().ofMaxSize(2),
                Combinators.combine(study(), evidence()).as(Told::new))
                .as(ScenarioResults::result)
                .withoutEdgeCases();
    }

    /** What there is besides counts. */
    private record Told(Study study, Evidence evidence) {}

    private static ScenarioResult result(List<LaunchResult> launches, String text, List<String> texts,
            Map<String, String> params, Verdict verdict, long seed, List<Diagnostic> diagnostics,
            Told told) {
        Tally tally = new Tally();
        launches.forEach(launch -> tally.merge(Tally.of(launch.counts())));
        List<OutcomeResult> outcomes = tally.snapshot()
                .entrySet()
                .stream()
                .map(e -> outcome(e.getKey(), e.getValue(), tally.total(), text))
                .toList();
        return new ScenarioResult(ScenarioResult.SCHEMA_VERSION, text, params, "processes", text, texts, texts, verdict,
                texts, tally.total(), Math.abs(seed / 2), 1, outcomes, launches, seed, "MEMORY", text, texts,
                diagnostics, told.study, told.evidence,
                text, ENVIRONMENT);
    }

    private static OutcomeResult outcome(String id, long count, long samples, String text) {
        return new OutcomeResult(id, Expect.ACCEPTABLE, count, (double) count / samples,
                Binomial.interval(count, samples).low(), Binomial.interval(count, samples).high(), text,
                count % 2 == 0);
    }

    private static Arbitrary<LaunchResult> launch() {
        return Combinators
                .combine(Arbitraries.maps(text(), Arbitraries.longs().between(1, 1_000_000_000)).ofMaxSize(3),
                        Arbitraries.longs().greaterOrEqual(1).list().ofMaxSize(2), texts(), Arbitraries.longs())
                .as((counts, pids, texts, seed) -> new LaunchResult(0, pids, counts,
                        counts.values().stream().mapToLong(Long::longValue).sum(), 1, texts,
                        texts.isEmpty() ? Map.of() : Map.of(texts.getFirst(), texts), seed, List.of(0, 1)));
    }

    private static Arbitrary<Diagnostic> diagnostic() {
        return Combinators.combine(text(), text()).as((title, text) -> new Diagnostic("stderr", "a", title, text));
    }

    private static Arbitrary<Study> study() {
        Arbitrary<Study.Claim> claims = Combinators.combine(text(), text(), texts(), texts())
                .as(Study.Claim::new);
        Arbitrary<Study.Mark> marks = Combinators.combine(Arbitraries.doubles(), text()).as(Study.Mark::new);
        Arbitrary<Study.Sweep> sweeps = Combinators
                .combine(text(), text(), text(), text(), Arbitraries.of(true, false), texts(),
                        marks.list().ofMaxSize(2))
                .as(Study.Sweep::new);
        Arbitrary<Study.Comparison> comparisons = Combinators.combine(text(), text(), texts())
                .as(Study.Comparison::new);
        Arbitrary<Study.Source> sources = Combinators
                .combine(text(), Arbitraries.integers().greaterOrEqual(0), text())
                .as(Study.Source::new);
        return Combinators
                .combine(claims.list().ofMaxSize(2), sweeps.list().ofMaxSize(2), comparisons.list().ofMaxSize(2),
                        sources)
                .as(Study::new);
    }

    private static Arbitrary<Evidence> evidence() {
        Arbitrary<Long> counts = Arbitraries.longs().greaterOrEqual(0);
        Arbitrary<Evidence.FaultCount> faults = Combinators
                .combine(Arbitraries.of("KILL", "TERM", "STOP"), text(), text(), counts, counts)
                .as((kind, actor, point, a, b) -> new Evidence.FaultCount(kind, actor, point, Math.max(a, b),
                        Math.min(a, b)));
        Arbitrary<Evidence.Discovery> discoveries = Combinators
                .combine(counts, Arbitraries.integers().greaterOrEqual(0))
                .as(Evidence.Discovery::new);
        Arbitrary<HistoryEvent> events = Combinators
                .combine(text(), text(), text(), text(), Arbitraries.longs(), Arbitraries.longs())
                .as((process, thread, operation, value, a, b) -> new HistoryEvent(process, thread, operation, value,
                        Math.min(a, b), Math.max(a, b)));
        Arbitrary<Witness> witnesses = Combinators
                .combine(text(), Arbitraries.integers().greaterOrEqual(0), Arbitraries.longs().greaterOrEqual(1),
                        events.list().ofMaxSize(3))
                .as(Witness::new);
        return Combinators
                .combine(faults.list().ofMaxSize(2), discoveries.list().ofMaxSize(2), witnesses.list().ofMaxSize(2))
                .as(Evidence::new);
    }

    private static Arbitrary<Map<String, String>> params() {
        return Arbitraries.maps(text(), text()).ofMaxSize(2);
    }

    private static Arbitrary<List<String>> texts() {
        return text().list().ofMaxSize(3);
    }

    private static Arbitrary<String> text() {
        Arbitrary<Character> chars = Arbitraries.oneOf(Arbitraries.chars().range('\0', '\uffff'),
                Arbitraries.chars().range('\ud800', '\udfff'), Arbitraries.of('\n', '"', '\\', '\u2028', '<', '\0'));
        return Arbitraries.oneOf(Arbitraries.strings().ofMaxLength(20),
                chars.list()
                        .ofMaxSize(12)
                        .map(list -> list.stream()
                                .collect(StringBuilder::new, StringBuilder::append,
                                        StringBuilder::append)
                                .toString()));
    }
}
