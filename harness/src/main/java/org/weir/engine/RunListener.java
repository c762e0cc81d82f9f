package org.weir.engine;

import org.weir.results.ScenarioResult;
import org.weir.scenario.ScenarioConfiguration;

import java.time.Duration;

/** Is told how a run goes. Called on the thread that runs it. */
public interface RunListener {
    /** Does nothing. */
    RunListener NONE = new RunListener() {
    };

    /**
     * How far a run is.
     *
     * @param configuration what is being sampled
     * @param done configurations finished
     * @param total configurations in all
     * @param samples samples of this configuration so far
     * @param perSecond samples per second of sampling, of this configuration
     * @param left time left of the run's budget, an estimate
     * @param forbidden samples of this configuration with a forbidden outcome so far
     */
    record Progress(ScenarioConfiguration configuration, int done, int total, long samples, double perSecond,
            Duration left, long forbidden) {}

    /** A configuration is about to be run. */
    default void started(ScenarioConfiguration configuration) {}

    /** Some time has passed; several times a second. */
    default void progress(Progress progress) {}

    /** A configuration was run and its result written. */
    default void finished(ScenarioConfiguration configuration, ScenarioResult result) {}
}
