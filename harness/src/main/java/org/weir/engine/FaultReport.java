package org.weir.engine;

import org.weir.engine.LaunchCounts.FaultCount;
import org.weir.results.Evidence;
import org.weir.scenario.FaultModel;
import org.weir.scenario.ScenarioModel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is said of a scenario's faults after its run. A fault that was never done, because it was due in no sample or its
 * actor never came to the point or was through before the moment, has tested nothing: the run is then inconclusive.
 */
final class FaultReport {
    private final ScenarioModel model;
    private final Map<FaultModel, FaultCount> counts;

    FaultReport(ScenarioModel model, Map<FaultModel, FaultCount> counts) {
        this.model = model;
        this.counts = counts;
    }

    /** The counts as they go into results. */
    List<Evidence.FaultCount> counts() {
        return model.faults().stream().map(fault -> {
            FaultCount count = counts.getOrDefault(fault, new FaultCount(0, 0));
            return new Evidence.FaultCount(fault.kind().name(), model.actors().get(fault.actor()).name(),
                    fault.point().orElse(""), count.due(), count.done());
        }).toList();
    }

    /**
     * Notes how often each fault was done.
     *
     * @param samples how many samples were taken
     * @return a sentence for each fault that was done in no sample; none if there was no sample
     */
    List<String> tell(List<String> notes, long samples) {
        List<String> idle = new ArrayList<>();
        for (FaultModel fault : model.faults()) {
            FaultCount count = counts.getOrDefault(fault, new FaultCount(0, 0));
            String what = "The fault " + fault.kind() + " of " + model.actors().get(fault.actor()).name();
            if (count.due() == 0) {
                if (samples > 0) {
                    idle.add(what + undue(fault, samples));
                }
            } else if (count.done() == 0) {
                idle.add(fault.point()
                        .map(point -> what + " was never done: in " + count.due() + " sample(s) it did not come to"
                                + " Faults.point(\"" + point + "\"). Is that on its path?")
                        .orElseGet(
                                () -> what + " was never done: in " + count.due() + " sample(s) it had returned before"
                                        + " the moment. Shorten `within`, now " + fault.within().toMillis() + " ms."));
            } else {
                notes.add(String.format(Locale.ROOT, "%s%s was done in %d of the %d samples in which it was due.", what,
                        fault.point().map(point -> " at \"" + point + "\"").orElse(" at a random moment"), count.done(),
                        count.due()));
            }
        }
        return idle;
    }

    private static String undue(FaultModel fault, long samples) {
        String drawn = fault.probability() < 1 ? " Raise `probability`, now " + fault.probability() + ", or take more."
                : "";
        return fault.sample() > 0
                ? " was due in none of the " + samples + " sample(s): perhaps no launch came to its sample "
                        + fault.sample() + ". Take at least that many a launch, or lower `sample`." + drawn
                : " was due in none of the " + samples + " sample(s)." + drawn;
    }
}
