package org.weir.scenario;

import java.util.List;
import java.util.stream.Collectors;

/** What {@link ScenarioReader} makes of a class. */
public sealed interface Reading {
    /**
     * The class is a scenario.
     *
     * @param model the scenario
     */
    record Valid(ScenarioModel model) implements Reading {}

    /**
     * The class has mistakes.
     *
     * @param problems all of them, never empty
     */
    record Invalid(List<Problem> problems) implements Reading {
        /** Copies the list. */
        public Invalid {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("an invalid scenario has at least one problem");
            }
        }

        /** The problems, one a line. */
        public String message() {
            return problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
        }
    }
}
