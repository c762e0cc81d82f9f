package org.weir.outcome;

import java.util.Collection;
import java.util.List;

/** What a run of a scenario comes to. */
public enum Verdict {
    /** Every outcome seen was allowed, and every one that had to be seen was. */
    PASS(0),
    /** A forbidden outcome, or one that no rule names, was seen. */
    FAIL(1),
    /** Nothing forbidden was seen, but an outcome that must be observed was not, or there were too few samples. */
    INCONCLUSIVE(2),
    /** The harness could not run the scenario or could not trust what it measured. */
    ERROR(3);

    private static final List<Verdict> BY_WEIGHT = List.of(FAIL, ERROR, INCONCLUSIVE, PASS);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    /** The process exit code for this verdict alone: 0, 1, 2 or 3. */
    public int exitCode() {
        return exitCode;
    }

    /**
     * The verdict that stands for several: the first present of {@link #FAIL}, {@link #ERROR}, {@link #INCONCLUSIVE},
     * {@link #PASS}.
     *
     * @param verdicts the verdicts; none at all gives {@link #ERROR}, for a run that ran nothing is never green
     */
    public static Verdict of(Collection<Verdict> verdicts) {
        return BY_WEIGHT.stream().filter(verdicts::contains).findFirst().orElse(ERROR);
    }
}
