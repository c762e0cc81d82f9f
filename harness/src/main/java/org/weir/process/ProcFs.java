package org.weir.process;

import org.weir.os.Signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What {@code /proc} tells of processes. */
final class ProcFs {

    private static final Path PROC = Path.of("/proc");

    private static final String IGNORED = "SigIgn:";

    private ProcFs() {}

    /** The state of a process in words; {@code gone} if there is none. */
    static String state(long pid) {
        try {
            String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
            return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
                case 'R' -> "running";
                case 'S' -> "sleeping";
                case 'D' -> "in an uninterruptible wait";
                case 'T' -> "stopped by a signal";
                case 't' -> "stopped by a debugger";
                case 'Z', 'X' -> "dead";
                default -> "in state " + stat.charAt(stat.lastIndexOf(')') + 2);
            };
        } catch (IOException _) {
            return "gone";
        }
    }

    /** Whether a process ignores a signal; false if there is no such process. */
    static boolean ignores(long pid, Signal signal) {
        try (Stream<String> lines = Files.lines(PROC.resolve(pid + "/status"), StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.startsWith(IGNORED))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(IGNORED.length()).strip(), 16) >>> (signal
                            .number() - 1) & 1) != 0);
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    /** The processes of this user whose environment has {@code variable} with {@code value}, zombies excepted. */
    static List<Long> withEnvironment(String variable, String value) {
        byte[] wanted = (variable + '=' + value + '\0').getBytes(StandardCharsets.UTF_8);
        String needle = new String(wanted, StandardCharsets.ISO_8859_1);
        List<Long> found = new ArrayList<>();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                if (environment(process).contains(needle)) {
                    found.add(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("Weir needs /proc to find processes, and cannot list it.", e);
        }
        return found;
    }

    private static String environment(Path process) {
        try {
            return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
        } catch (IOException _) {
            return "";
        }
    }
}
