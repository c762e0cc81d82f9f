package org.weir;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A JVM that runs a main class of the tests and talks in lines: the tests' own launcher, below everything they test. */
public final class TestJvm implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String END = "\0end of output";

    private final Process process;
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private TestJvm(Process process) {
        this.process = process;
        Thread.ofPlatform().daemon().name("lines of " + process.pid()).start(this::readLines);
    }

    /** Starts {@code main} with the class path of this JVM; {@code jvmArgs} may hold any option of the launcher. */
    public static TestJvm start(List<String> jvmArgs, Class<?> main, Object... arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-XX:-UsePerfData",
                "-XX:TieredStopAtLevel=1", "-Xmx64m", "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(jvmArgs);
        command.add(main.getName());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        return new TestJvm(builder.start());
    }

    public static TestJvm start(Class<?> main, Object... arguments) throws IOException {
        return start(List.of(), main, arguments);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The next line that it prints, to either stream. */
    public String readLine() throws InterruptedException {
        String line = lines.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (line == null || line.equals(END)) {
            throw new AssertionError("JVM " + pid() + (line == null ? " is silent." : " has ended."));
        }
        return line;
    }

    /** Reads until {@code expected} comes; what comes before it goes into the failure if it never does. */
    public void expectLine(String expected) throws InterruptedException {
        List<String> others = new ArrayList<>();
        while (true) {
            String line = lines.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (expected.equals(line)) {
                return;
            }
            if (line == null || line.equals(END)) {
                throw new AssertionError("JVM " + pid() + " did not print '" + expected + "' but " + others);
            }
            others.add(line);
        }
    }

    /** Every line that it prints until it ends. */
    public List<String> readAll() throws InterruptedException {
        List<String> all = new ArrayList<>();
        while (true) {
            String line = lines.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (line == null) {
                throw new AssertionError("JVM " + pid() + " does not end; it printed " + all);
            }
            if (line.equals(END)) {
                return all;
            }
            all.add(line);
        }
    }

    public void writeLine(String line) throws IOException {
        process.outputWriter().write(line + "\n");
        process.outputWriter().flush();
    }

    /** Sends SIGKILL and waits until it is gone. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        waitFor();
    }

    public int waitFor() throws InterruptedException {
        if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("JVM " + pid() + " does not end.");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(LIMIT.toMillis(), TimeUnit.MILLISECONDS).join();
    }

    /** Whether a process is gone or a zombie; its parent need not be this JVM. */
    public static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (IOException gone) {
            return true;
        }
    }

    private void readLines() {
        try (BufferedReader reader = process.inputReader()) {
            reader.lines().forEach(lines::add);
        } catch (IOException | UncheckedIOException ended) {
            // the stream of a killed process may end in the middle
        }
        lines.add(END);
    }
}
