package org.weir.junit;

/** A scenario could not be run, or its measurement could not be trusted: an error of a test, not its failure. */
public final class ScenarioError extends RuntimeException {
    private static final long serialVersionUID = 1;

    ScenarioError(String message) {
        super(message, null, false, true);
    }

    ScenarioError(String message, Throwable cause) {
        super(message, cause, false, true);
    }
}
