package org.weir.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.stream.Stream;

/** The standard streams of this JVM as children may use them. */
final class HostStreams {

    private static final String PROPERTY = "weir.stdio";

    private HostStreams() {}

    /** Whether a child must not write to this JVM's descriptors, because something else is spoken there. */
    static boolean mustBePumped() {
        return switch (System.getProperty(PROPERTY, "")) {
            case "pump" -> true;
            case "inherit" -> false;
            case "" -> Stream.of("surefire.test.class.path", "surefire.real.class.path", "org.gradle.test.worker")
                    .anyMatch(property -> System.getProperty(property) != null);
            case String other -> throw new IllegalArgumentException("-D" + PROPERTY + " is pump or inherit, got '"
                    + other + "'.");
        };
    }

    /** Copies {@code from} to {@code to} on a thread of its own, until it ends. */
    static Thread pump(String name, InputStream from, PrintStream to) {
        return Thread.ofPlatform().daemon().name(name).start(() -> copy(from, to));
    }

    private static void copy(InputStream from, PrintStream to) {
        byte[] buffer = new byte[8192];
        try (from) {
            int count = from.read(buffer);
            while (count >= 0) {
                to.write(buffer, 0, count);
                to.flush();
                count = from.read(buffer);
            }
        } catch (IOException _) {
            // The stream of a killed process may end anyhow.
        }
    }
}
