package org.weir.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What of this JVM's command line and system properties a child is given without being asked.
 *
 * <p>Options of the heap, the stack, the collector, the compiler, assertions, preview features and modules are; agents,
 * debuggers, recordings, logs and caches are not, because two JVMs cannot share their files and ports. System properties
 * are sent with the target, so that a standby may receive them, too; those that the JDK reads when it starts are options
 * in this sense where they were on this JVM's command line.
 */
final class InheritedOptions {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");
    private static final List<String> PREFIXES = List.of("-Xm", "-Xss", "-Xint", "-Xcomp", "-Xmixed", "-ea", "-da",
            "-esa", "-dsa", "-enableassertions", "-disableassertions", "-enablesystemassertions",
            "-disablesystemassertions", "-XX:", "--enable-preview", "-Djava.", "-Djdk.", "-Dsun.", "-Duser.",
            "-Dfile.encoding", "-Dstdout.encoding", "-Dstderr.encoding");
    private static final List<String> EXCEPTIONS = List.of("-XX:AOT", "-XX:ErrorFile", "-XX:HeapDump", "-XX:+HeapDump",
            "-XX:OnError", "-XX:OnOutOfMemoryError", "-XX:StartFlightRecording", "-XX:FlightRecorder",
            "-XX:SharedArchiveFile", "-XX:ArchiveClassesAtExit", "-XX:LogFile", "-XX:Flags", "-XX:VMOptionsFile",
            "-XX:+AutoCreateSharedArchive", "-XX:+PrintFlags", "-Djava.class.path", "-Djava.rmi", "-Dsun.java.command");
    private static final List<String> WITH_VALUE = List.of("--add-opens", "--add-exports", "--add-reads",
            "--add-modules", "--enable-native-access", "--sun-misc-unsafe-memory-access");
    private static final List<String> SKIP_VALUE = List.of("-cp", "-classpath", "--class-path", "-p", "--module-path",
            "--upgrade-module-path", "--source");
    private static final List<String> OWN_PROPERTIES = List.of("java.", "jdk.", "sun.", "os.", "user.", "surefire.",
            "file.separator", "path.separator", "line.separator", "file.encoding", "native.encoding",
            "stdout.encoding", "stderr.encoding", "stdin.encoding", "org.gradle.test.");

    private InheritedOptions() {}

    /** Options of this JVM that a child is started with. */
    static List<String> ofThisJvm() {
        try {
            String line = Files.readString(COMMAND_LINE, StandardCharsets.UTF_8);
            return select(Arrays.asList(line.split("\0", -1)));
        } catch (IOException _) {
            return List.of();
        }
    }

    /** @param commandLine the program, its options, and everything after them */
    static List<String> select(List<String> commandLine) {
        List<String> selected = new ArrayList<>();
        int at = 1;
        while (at < commandLine.size() && commandLine.get(at).startsWith("-")) {
            String option = commandLine.get(at);
            if (WITH_VALUE.contains(option) && at + 1 < commandLine.size()) {
                selected.add(option + "=" + commandLine.get(at + 1));
                at++;
            } else if (SKIP_VALUE.contains(option)) {
                at++;
            } else if (option.equals("-jar") || option.equals("-m") || option.equals("--module")) {
                break;
            } else if (isInherited(option)) {
                selected.add(option);
            }
            at++;
        }
        return List.copyOf(selected);
    }

    private static boolean isInherited(String option) {
        Predicate<Stream<String>> begins = prefixes -> prefixes.anyMatch(option::startsWith);
        return begins.test(WITH_VALUE.stream().map(prefix -> prefix + "="))
                || (begins.test(PREFIXES.stream()) && !begins.test(EXCEPTIONS.stream()));
    }

    /** The system properties of this JVM that are not about the JVM itself. */
    static Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>();
        for (String name : System.getProperties().stringPropertyNames()) {
            String value = System.getProperty(name);
            if (value != null && OWN_PROPERTIES.stream().noneMatch(name::startsWith)) {
                properties.put(name, value);
            }
        }
        return Map.copyOf(properties);
    }
}
