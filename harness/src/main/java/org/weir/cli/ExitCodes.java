package org.weir.cli;

import org.weir.outcome.Verdict;
import org.weir.results.RunSummary;

/** What the process tells its caller. Runs end with the codes of {@link Verdict}, or {@link #INTERRUPTED}. */
final class ExitCodes {
    static final int OK = 0;
    /** Something was found that the user asked to be told of. */
    static final int FAILED = Verdict.FAIL.exitCode();
    /** Weir itself failed, or its surroundings did. */
    static final int SOFTWARE = Verdict.ERROR.exitCode();
    /** The command line cannot be understood, or nothing can be run by it: {@code EX_USAGE}. */
    static final int USAGE = 64;
    static final int INTERRUPTED = RunSummary.INTERRUPTED;

    private ExitCodes() {}
}
