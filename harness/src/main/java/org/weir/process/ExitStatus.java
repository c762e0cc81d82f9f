package org.weir.process;

import org.weir.os.Signal;

import java.io.Serializable;

/**
 * How a child JVM ended, as far as it can be known.
 *
 * <p>The JDK reports a death by signal <i>n</i> as the number 128 + <i>n</i>, which is also what {@code exit(128 + n)}
 * reports, and what a JVM does by itself after SIGHUP, SIGINT and SIGTERM. {@link ExitRecord} says how the two are told
 * apart, and which cases cannot be.
 */
public sealed interface ExitStatus extends Serializable {

    /** The process ended by itself with this status, 0 to 255. */
    record Exited(int code) implements ExitStatus {
        @Override
        public String toString() {
            return "exit code " + code;
        }
    }

    /**
     * The process ended because of a signal, be it at once (SIGKILL) or after its shutdown hooks (SIGTERM).
     *
     * @param number the signal's number, at least 1
     * @param name its name, such as {@code SIGKILL}; {@code SIG} and the number for a real-time signal
     */
    record Signaled(int number, String name) implements ExitStatus {

        static Signaled of(int number) {
            return new Signaled(number, Signal.of(number).map(Signal::name).orElse("SIG" + number));
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
