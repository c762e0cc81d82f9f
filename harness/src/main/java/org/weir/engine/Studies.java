package org.weir.engine;

import org.weir.outcome.Grading;
import org.weir.results.Study;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.ScenarioModel;
import org.weir.scenario.Sweep;

import java.util.Arrays;
import java.util.List;

/** What a scenario's annotations say to its readers, as it goes into results. */
public final class Studies {
    private Studies() {}

    /**
     * Reads a scenario class, and looks for its source.
     *
     * @param model the scenario
     */
    public static Study of(ScenarioModel model) {
        return of(model, model.grading());
    }

    /**
     * The same of a scenario whose outcomes are graded by other rules than its own.
     *
     * @param model the scenario
     * @param grading the rules that its outcomes are graded by
     */
    public static Study of(ScenarioModel model, Grading grading) {
        Class<?> type = model.type();
        List<Study.Claim> claims = Arrays.stream(type.getAnnotationsByType(Claim.class))
                .map(claim -> claim(claim, grading))
                .toList();
        List<Study.Sweep> sweeps = Arrays.stream(type.getAnnotationsByType(Sweep.class)).map(Studies::sweep).toList();
        List<Study.Comparison> comparisons = Arrays.stream(type.getAnnotationsByType(Comparison.class))
                .map(each -> new Study.Comparison(each.group(), each.label(), List.of(each.of())))
                .toList();
        return new Study(claims, sweeps, comparisons, SourceFinder.find(type));
    }

    /**
     * What is known of a class that is no scenario, such as a test of jcstress: its source alone.
     *
     * @param type the class; of one within another only its own lines are taken
     */
    public static Study ofSource(Class<?> type) {
        return new Study(List.of(), List.of(), List.of(), SourceFinder.find(type));
    }

    private static Study.Claim claim(Claim claim, Grading grading) {
        List<String> held = List.of(claim.held());
        return new Study.Claim(claim.id(), claim.value(), held, grading.allowedBesides(held));
    }

    private static Study.Sweep sweep(Sweep sweep) {
        List<Study.Mark> marks = Arrays.stream(sweep.marks()).map(mark -> {
            int equals = mark.indexOf('=');
            return new Study.Mark(Double.parseDouble(mark.substring(0, equals)), mark.substring(equals + 1));
        }).toList();
        return new Study.Sweep(sweep.param(), sweep.label(), sweep.unit(), sweep.valueUnit(), sweep.logarithmic(),
                List.of(sweep.of()), marks);
    }
}
