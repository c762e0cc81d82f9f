package org.weir.scenario;

import org.weir.outcome.Grading;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@link Claim}s, {@link Sweep}s and {@link Comparison}s. */
final class StudyReader {
    private static final Pattern ID = Pattern.compile("[A-Za-z][A-Za-z0-9-]*");

    private final Grading grading;
    private final IdCheck check;
    private final Problems problems;

    private StudyReader(Grading grading, IdCheck check, Problems problems) {
        this.grading = grading;
        this.check = check;
        this.problems = problems;
    }

    static void check(Class<?> type, Grading grading, IdCheck ids, List<String> params, Problems problems) {
        StudyReader reader = new StudyReader(grading, ids, problems);
        reader.claims(List.of(type.getAnnotationsByType(Claim.class)));
        for (Sweep sweep : type.getAnnotationsByType(Sweep.class)) {
            reader.sweep(sweep, params);
        }
        for (Comparison comparison : type.getAnnotationsByType(Comparison.class)) {
            reader.outcomes("@Comparison(group = \"" + comparison.group() + "\").of", comparison.of(), true);
        }
    }

    private void claims(List<Claim> claims) {
        Set<String> ids = new HashSet<>();
        for (Claim claim : claims) {
            String label = "@Claim(id = \"" + claim.id() + "\")";
            if (!ID.matcher(claim.id()).matches()) {
                problems.add(ProblemCode.CLAIM, label + " has an id that is none",
                        "write a letter and then letters, digits or '-', such as SD09");
            }
            if (!ids.add(claim.id())) {
                problems.add(ProblemCode.CLAIM, label + " is stated twice", "give each claim an id of its own");
            }
            if (claim.value().isBlank()) {
                problems.add(ProblemCode.CLAIM, label + " claims nothing", "write the claim as a sentence");
            }
            outcomes(label + ".held", claim.held(), true);
        }
    }

    private void sweep(Sweep sweep, List<String> params) {
        String label = "@Sweep(param = \"" + sweep.param() + "\")";
        if (!params.contains(sweep.param())) {
            problems.add(ProblemCode.SWEEP, label + " is over a parameter that does not exist",
                    params.isEmpty() ? "give the constructor a parameter with @Param"
                            : "the parameters are " + String.join(", ", params));
        }
        outcomes(label + ".of", sweep.of(), false);
        for (String mark : sweep.marks()) {
            if (!mark.matches("[-+0-9.eE]+=.+")) {
                problems.add(ProblemCode.SWEEP, label + " has the mark \"" + mark + "\"",
                        "write a number, '=' and its name, such as \"4096=PIPE_BUF\"");
            }
        }
    }

    private void outcomes(String label, String[] ids, boolean some) {
        if (some && ids.length == 0) {
            problems.add(ProblemCode.OUTCOME_NEVER_MATCHES, label + " is an empty list of ids", "state an id");
        }
        for (String id : ids) {
            boolean ruled = grading.rules().stream().anyMatch(rule -> rule.id().equals(id));
            if (!ruled) {
                check.check(id)
                        .ifPresent(mistake -> problems.add(mistake.code(),
                                label + " names \"" + id + "\", which " + mistake.wrong(), mistake.remedy()));
            }
        }
    }
}
