package org.weir.junit;

import org.weir.engine.RunOptions;
import org.weir.results.EnvironmentProbe;
import org.weir.results.ResultsReader;
import org.weir.results.ResultsWriter;
import org.weir.results.RunSummary;
import org.weir.results.ScenarioResult;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;

/**
 * A directory of results that all execution requests of a build write to, from one JVM or from several forks.
 *
 * <p>
 * The file {@value #BUILD_FILE} in it names the build and counts what it planned. Who finds his own build's name there
 * goes on with the directory, who finds another begins it anew; the file is locked meanwhile.
 */
final class ResultsDirectory {
    static final String BUILD_FILE = "build.properties";

    private static final String ID = "id";
    private static final String PLANNED = "planned";
    private static final String STARTED = "started";

    private final Path path;
    private final ResultsWriter writer;

    private ResultsDirectory(Path path, ResultsWriter writer) {
        this.path = path;
        this.writer = writer;
    }

    /**
     * Takes part in a directory.
     *
     * @param path created with its parents if it is not there
     * @param build what all who write to it together have in common
     * @param planned how many configurations the caller adds to what the build has planned
     */
    static ResultsDirectory join(Path path, String build, int planned) throws IOException {
        Files.createDirectories(path);
        try (FileChannel file = openBuildFile(path); FileLock _ = file.lock()) {
            Properties found = read(file);
            if (found.getProperty(ID, "").equals(build)) {
                found.setProperty(PLANNED, String.valueOf(planned(found) + planned));
                write(found, file);
                return new ResultsDirectory(path, ResultsWriter.append(path));
            }
            ResultsWriter writer = ResultsWriter.create(path);
            Properties fresh = new Properties();
            fresh.setProperty(ID, build);
            fresh.setProperty(PLANNED, String.valueOf(planned));
            fresh.setProperty(STARTED, Instant.now().toString());
            write(fresh, file);
            return new ResultsDirectory(path, writer);
        }
    }

    Path path() {
        return path;
    }

    ResultsWriter writer() {
        return writer;
    }

    /**
     * Writes the summary of all results in it, its own and those of others.
     *
     * @param interrupted whether the caller's part was stopped before its end
     * @param command the command that runs the whole again; empty if there is none
     */
    void sumUp(RunOptions options, boolean interrupted, String command) throws IOException {
        try (FileChannel file = openBuildFile(path); FileLock _ = file.lock()) {
            Properties build = read(file);
            List<ScenarioResult> results = ResultsReader.read(path).results();
            writer.write(RunSummary.of(results, planned(build), Instant.parse(build.getProperty(STARTED)),
                    Instant.now(), options.seed(), options.timeBudget().orElse(Duration.ZERO), interrupted, command,
                    EnvironmentProbe.capture()));
        }
    }

    private static int planned(Properties build) {
        return Integer.parseInt(build.getProperty(PLANNED));
    }

    private static FileChannel openBuildFile(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(BUILD_FILE), StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE);
    }

    private static Properties read(FileChannel file) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
        while (content.hasRemaining() && file.read(content, content.position()) >= 0) {
            // one read may bring a part
        }
        Properties properties = new Properties();
        properties.load(new StringReader(new String(content.array(), StandardCharsets.UTF_8)));
        return properties;
    }

    private static void write(Properties properties, FileChannel file) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, "The build whose results these are");
        file.truncate(0);
        ByteBuffer content = ByteBuffer.wrap(text.toString().getBytes(StandardCharsets.UTF_8));
        while (content.hasRemaining()) {
            file.write(content, content.position());
        }
    }
}
