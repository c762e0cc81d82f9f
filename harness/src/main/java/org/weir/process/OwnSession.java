package org.weir.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Starts a command in a session of its own, so that what is sent to this JVM's whole process group does not reach it:
 * Ctrl-C and the loss of the terminal, or the SIGTERM of {@code timeout}. A worker that took such a signal would be
 * counted as an actor that was killed.
 */
final class OwnSession {
    private static final List<Path> SETSID = List.of(Path.of("/usr/bin/setsid"), Path.of("/bin/setsid"));

    private static final List<Path> NICE = List.of(Path.of("/usr/bin/nice"), Path.of("/bin/nice"));

    private OwnSession() {}

    /** What goes before the command of a process that others should not notice. */
    static List<String> politely() {
        return NICE.stream()
                .filter(Files::isExecutable)
                .limit(1)
                .flatMap(nice -> Stream.of(nice.toString(), "-n", "19"))
                .toList();
    }

    /** What goes before the command, which keeps the id of the process; nothing where there is no {@code setsid}. */
    static List<String> prefix() {
        return SETSID.stream().filter(Files::isExecutable).map(Path::toString).limit(1).toList();
    }
}
