package org.weir.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@link Fault}s. */
final class FaultReader {
    private final Problems problems;
    private final List<String> actors;

    private FaultReader(List<String> actors, Problems problems) {
        this.actors = actors;
        this.problems = problems;
    }

    static List<FaultModel> read(Class<?> type, List<String> actors, Problems problems) {
        FaultReader reader = new FaultReader(actors, problems);
        List<FaultModel> faults = new ArrayList<>();
        for (Fault fault : type.getAnnotationsByType(Fault.class)) {
            faults.add(reader.read(fault));
        }
        return List.copyOf(faults);
    }

    private FaultModel read(Fault fault) {
        String label = "@Fault(kind = " + fault.kind() + ", actor = \"" + fault.actor() + "\")";
        int actor = actors.indexOf(fault.actor());
        if (actor < 0) {
            problems.add(ProblemCode.FAULT_UNKNOWN_ACTOR, label + " is done to an actor that does not exist",
                    actors.isEmpty() ? "annotate the method with @Actor"
                            : "the actors are " + String.join(", ", actors));
        }
        if (!fault.point().isEmpty() && !fault.within().isEmpty()) {
            problems.add(ProblemCode.FAULT_TIMING, label + " has both a point and a time (within)",
                    "keep point for a place in the code, or within for a random moment");
        }
        if (!fault.resumeAfter().isEmpty() && fault.kind() != FaultKind.STOP) {
            problems.add(ProblemCode.FAULT_TIMING,
                    label + " has resumeAfter, but after " + fault.kind() + " nothing goes on",
                    "remove it, or use FaultKind.STOP");
        }
        if (!(fault.probability() > 0 && fault.probability() <= 1)) {
            problems.add(ProblemCode.FAULT_PROBABILITY, label + " has the probability " + fault.probability(),
                    "state one that is more than 0 and at most 1");
        }
        if (fault.sample() < 0) {
            problems.add(ProblemCode.FAULT_SAMPLE, label + " is done in sample " + fault.sample(),
                    "samples are counted from 1; 0 means all of them");
        }
        return new FaultModel(fault.kind(), actor, Optional.of(fault.point()).filter(p -> !p.isEmpty()),
                duration(label, "within", fault.within(), Fault.DEFAULT_WITHIN), fault.sample(), fault.probability(),
                duration(label, "resumeAfter", fault.resumeAfter(), Fault.DEFAULT_RESUME_AFTER));
    }

    private Duration duration(String label, String attribute, String stated, String usual) {
        try {
            Duration duration = Durations.parse(stated.isEmpty() ? usual : stated);
            if (duration.isPositive()) {
                return duration;
            }
            problems.add(ProblemCode.FAULT_TIMING, label + " has " + attribute + " = \"" + stated + "\"",
                    "it has to be more than nothing; the default is \"" + usual + "\"");
        } catch (IllegalArgumentException e) {
            problems.add(ProblemCode.FAULT_TIMING, "the " + attribute + " of " + label + " cannot be read",
                    String.valueOf(e.getMessage()));
        }
        return Duration.ZERO;
    }
}
