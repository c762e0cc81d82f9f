package org.weir.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Finds out where numbers come from. What cannot be found out is said to be unknown; nothing here fails. */
public final class EnvironmentProbe {
    private static final String UNKNOWN = "unknown";
    private static final long GIT_SECONDS = 5;

    private EnvironmentProbe() {}

    /** This machine, this JVM and the working directory's commit. */
    public static EnvironmentInfo capture() {
        return capture(Path.of(""));
    }

    /**
     * This machine, this JVM and the commit of a directory.
     *
     * @param directory the directory whose commit is meant
     */
    public static EnvironmentInfo capture(Path directory) {
        return new EnvironmentInfo(cpuModel(), Runtime.getRuntime().availableProcessors(), topology(),
                System.getProperty("os.arch"), System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor") + " " + System.getProperty("java.runtime.version") + ", "
                        + System.getProperty("java.vm.name"),
                ManagementFactory.getRuntimeMXBean().getInputArguments(), gitCommit(directory.toAbsolutePath()),
                firstLine(Path.of("/proc/sys/kernel/hostname")).orElse(UNKNOWN), weirVersion());
    }

    /** Weir's version. */
    public static String weirVersion() {
        Properties properties = new Properties();
        try (InputStream in = EnvironmentProbe.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version", UNKNOWN);
    }

    private static String cpuModel() {
        return lines(Path.of("/proc/cpuinfo")).stream()
                .filter(line -> line.startsWith("model name") || line.startsWith("Model"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse(UNKNOWN);
    }

    private static String topology() {
        Set<String> sockets = new HashSet<>();
        Set<String> cores = new HashSet<>();
        int threads = 0;
        try (DirectoryStream<Path> cpus = Files.newDirectoryStream(Path.of("/sys/devices/system/cpu"), "cpu[0-9]*")) {
            for (Path cpu : cpus) {
                Optional<String> socket = firstLine(cpu.resolve("topology/physical_package_id"));
                Optional<String> core = firstLine(cpu.resolve("topology/core_id"));
                if (socket.isPresent() && core.isPresent()) {
                    sockets.add(socket.get());
                    cores.add(socket.get() + "/" + core.get());
                    threads++;
                }
            }
        } catch (IOException e) {
            return UNKNOWN;
        }
        return threads == 0 ? UNKNOWN
                : counted(sockets.size(), "socket") + ", " + counted(cores.size(), "core") + ", "
                        + counted(threads, "thread");
    }

    private static String counted(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    private static String gitCommit(Path directory) {
        String commit = git(directory, "rev-parse", "--verify", "HEAD").orElse("");
        if (commit.isEmpty()) {
            return "";
        }
        return git(directory, "status", "--porcelain", "--untracked-files=no").orElse("?").isEmpty() ? commit
                : commit + "+";
    }

    /** What git says; empty if it fails, is not there, says more than a pipe holds, or takes too long. */
    private static Optional<String> git(Path directory, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("GIT_OPTIONAL_LOCKS", "0");
        try {
            Process process = builder.start();
            try (InputStream out = process.getInputStream()) {
                return process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0
                        ? Optional.of(new String(out.readAllBytes(), StandardCharsets.UTF_8).strip())
                        : Optional.empty();
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private static Optional<String> firstLine(Path file) {
        return lines(file).stream().findFirst().map(String::strip);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
