package org.weir.engine;

import org.weir.scenario.ScenarioModel;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Has the workers construct the state, one after another with all others idle and the memory zeroed before each, and
 * compares what they constructed.
 */
final class Survey {
    private final ScenarioModel model;
    private final Workers workers;

    Survey(ScenarioModel model, Workers workers) {
        this.model = model;
        this.workers = workers;
    }

    /**
     * The construction that all workers agree on. The last worker's image is left in the shared area.
     *
     * @throws LaunchException if they differ, naming the first difference, or if an object is at home nowhere
     */
    ConstructionReport agree() throws LaunchException {
        ConstructionReport first = construct(0);
        Optional<String> homeless = first.homeless();
        if (homeless.isPresent()) {
            throw new LaunchException(homeless.get(), List.of());
        }
        for (int worker = 1; worker < model.actors().size(); worker++) {
            compare(first, worker);
        }
        return first;
    }

    /** Has one more worker construct, and compares. */
    void compare(ConstructionReport first, int worker) throws LaunchException {
        Optional<String> difference = first.differenceFrom(workers.name(0), construct(worker), workers.name(worker));
        if (difference.isPresent()) {
            throw new LaunchException("the JVMs constructed different states: " + difference.get()
                    + ". The constructor has to create the same objects in the same order with the same values in"
                    + " every JVM; iterating a Set.of(...) or a HashMap, a clock, a random number or a pid differs",
                    List.of());
        }
    }

    private ConstructionReport construct(int worker) throws LaunchException {
        workers.order(worker, Frames.of(Frames.CONSTRUCT));
        try {
            return ConstructionReport.decode(workers.answer(worker, "the state constructed"));
        } catch (IOException e) {
            throw new LaunchException("the JVM of " + workers.name(worker) + " cannot be understood", e);
        }
    }
}
