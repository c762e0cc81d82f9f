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
    @CsvSource({"2, '', ACCEPTABLE_INTERESTING, 2, not guaranteed", "2, '', ACCEPTABLE, 2, not guaranteed",
            "2, .*, ACCEPTABLE, 2, not guaranteed", ".*, '', ACCEPTABLE, 2, guaranteed",
            "2, '', FORBIDDEN, 2, guaranteed", "2, 1, FORBIDDEN, 2, guaranteed",
            "[23], '', ACCEPTABLE, 3, not guaranteed", "[23], .*, ACCEPTABLE, 3, not guaranteed",
            "[23], 3|4, ACCEPTABLE, 3, not guaranteed", ".*, '', ACCEPTABLE, 3, guaranteed",
            "2|3, 2|3, ACCEPTABLE, 3, guaranteed"})
    void shouldCallAClaimGuaranteedOnlyIfWhateverContradictsItIsForbidden(String held, String id, Expect expect,
            String seen, String standing) throws IOException {
        ScenarioResult result = always(seen, held, new OutcomeRule(id, expect, "Anything else."));
        String html = Files.readString(
                new HtmlReport().render(Runs.write(directory, List.of(result), 1, false)));

        assertTrue(html.contains("Of 1 claim of the documents: 1 " + standing), html);
    }

    private static ScenarioResult always(String seen, String held, OutcomeRule other) {
        ScenarioResult base = Runs.unlockedCounter();
        Grading grading = new Grading(List.of(new OutcomeRule("2", Expect.ACCEPTABLE, "Both survived."), other));
        Judgement judgement = Judge.judge(grading, List.of(), 0, Map.of(seen, base.samples()));
        Study.Claim claim = new Study.Claim("SD09", "Two make two.", List.of(held),
                grading.allowedBesides(List.of(held)));
        Study study = new Study(List.of(claim), List.of(), List.of(), base.study().source());
        return new ScenarioResult(base.schemaVersion(), base.scenario(), base.params(), base.harness(),
                base.description(), base.refs(), base.actors(), judgement.verdict(), judgement.reasons(),
                base.samples(), base.elapsedNanos(), base.samplingNanos(),
                judgement.outcomes().stream().map(OutcomeResult::of).toList(), base.launches(), base.seed(),
                base.speed(), base.speedReason(), base.notes(), base.diagnostics(), study, base.evidence(),
                base.reproduce(), base.environment());
    }
}
