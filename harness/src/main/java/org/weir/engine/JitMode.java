package org.weir.engine;

import java.util.List;
import java.util.Locale;

/** Which compiler the code of an actor goes through. */
public enum JitMode {
    /** The actor's class is interpreted; what it calls, Weir's loops included, is compiled. */
    INTERPRETER,
    /** Everything is compiled by C1 at most. */
    C1,
    /** Everything is compiled by C2, after a start in the interpreter. */
    C2,
    /** As the JVM does it by itself: interpreter, then C1, then C2. */
    TIERED;

    /**
     * The JVM arguments that choose this mode.
     *
     * @param scenario binary name of the scenario class
     */
    List<String> jvmArgs(String scenario) {
        return switch (this) {
            case INTERPRETER -> List.of("-XX:CompileCommand=quiet", "-XX:CompileCommand=exclude," + scenario + "::*");
            case C1 -> List.of("-XX:TieredStopAtLevel=1");
            case C2 -> List.of("-XX:-TieredCompilation");
            case TIERED -> List.of();
        };
    }

    /** The name in results: {@code interpreter}, {@code c1}, {@code c2}, {@code tiered}. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
