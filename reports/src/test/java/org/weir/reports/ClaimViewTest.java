package org.weir.reports;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jcstress.annotations.Expect;
import org.weir.outcome.Grading;
import org.weir.outcome.Judge;
import org.weir.outcome.Judgement;
import org.weir.outcome.OutcomeRule;
import org.weir.results.OutcomeResult;
import org.weir.results.ScenarioResult;
import org.weir.results.Study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class ClaimViewTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"2, '', ACCEPTABLE_INTERESTING, not guaranteed", "2, '', ACCEPTABLE, not guaranteed",
            "2, .*, ACCEPTABLE, not guaranteed", ".*, '', ACCEPTABLE, guaranteed", "2, '', FORBIDDEN, guaranteed",
            "2, 1, FORBIDDEN, guaranteed"})
    void shouldCallAClaimGuaranteedOnlyIfWhateverContradictsItIsForbidden(String held, String id, Expect expect,
            String standing) throws IOException {
        ScenarioResult result = alwaysTwo(held, new OutcomeRule(id, expect, "Anything else."));
        String html = Files.readString(
                new HtmlReport().render(Runs.write(directory, List.of(result), 1, false)));

        assertTrue(html.contains("Of 1 claim of the documents: 1 " + standing), html);
    }

    private static ScenarioResult alwaysTwo(String held, OutcomeRule other) {
        ScenarioResult base = Runs.unlockedCounter();
        Map<String, Long> counts = Map.of("2", base.samples());
        Judgement judgement = Judge.judge(
                new Grading(List.of(new OutcomeRule("2", Expect.ACCEPTABLE, "Both survived."), other)), List.of(), 0,
                counts);
        Study study = new Study(List.of(new Study.Claim("SD09", "Two make two.", List.of(held))), List.of(), List.of(),
                base.study().source());
        return new ScenarioResult(base.schemaVersion(), base.scenario(), base.params(), base.harness(),
                base.description(), base.refs(), base.actors(), judgement.verdict(), judgement.reasons(),
                base.samples(), base.elapsedNanos(), base.samplingNanos(),
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), base.launches(), base.seed(),
                base.speed(), base.speedReason(), base.notes(), base.diagnostics(), study, base.evidence(),
                base.reproduce(), base.environment());
    }
}
