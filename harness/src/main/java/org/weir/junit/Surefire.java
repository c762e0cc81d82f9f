package org.weir.junit;

import java.util.Optional;
import java.util.stream.Stream;

/** What Surefire and Failsafe tell the JVMs that they run tests in. */
final class Surefire {
    private Surefire() {}

    static boolean isRunning() {
        return System.getProperty("surefire.test.class.path") != null
                || System.getProperty("surefire.real.class.path") != null;
    }

    /**
     * What the JVMs of one build have in common and those of another do not: the process of Maven, which is the nearest
     * JVM among the ancestors, for a shell may stand between. Empty if this JVM is not one of Surefire's.
     */
    static Optional<String> build() {
        return isRunning() ? Stream.iterate(ProcessHandle.current().parent(), Optional::isPresent,
                process -> process.flatMap(ProcessHandle::parent))
                .flatMap(Optional::stream)
                .filter(process -> process.info().command().filter(command -> command.endsWith("java")).isPresent())
                .findFirst()
                .map(maven -> maven.pid() + "@" + maven.info().startInstant().map(Object::toString).orElse(""))
                : Optional.empty();
    }
}
