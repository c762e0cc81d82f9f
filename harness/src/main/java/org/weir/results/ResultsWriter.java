package org.weir.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes the results of a run into a directory: {@code results.jsonl}, one record a line as it comes, and
 * {@code summary.json}. A record is on the disk when {@link #append} returns, so that a crash loses at most the one in
 * flight. Safe for use by several threads; several processes may {@linkplain #append(Path) append} to one directory.
 */
public final class ResultsWriter implements AutoCloseable {
    private final Path directory;
    private final FileChannel channel;

    private ResultsWriter(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Begins a directory of results anew: what an earlier run wrote there under the same names is removed.
     *
     * @param directory created with its parents if it is not there
     */
    public static ResultsWriter create(Path directory) throws IOException {
        ResultsWriter writer = append(directory);
        try {
            writer.channel.truncate(0);
            Files.deleteIfExists(directory.resolve(ResultsJson.SUMMARY_FILE));
            return writer;
        } catch (IOException e) {
            writer.channel.close();
            throw e;
        }
    }

    /**
     * Continues a directory of results. The beginning of a line that a crash left at the end is cut off by the next
     * record.
     *
     * @param directory created with its parents if it is not there
     */
    public static ResultsWriter append(Path directory) throws IOException {
        Files.createDirectories(directory);
        return new ResultsWriter(directory, FileChannel.open(directory.resolve(ResultsJson.RESULTS_FILE),
                StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** The directory written to. */
    public Path directory() {
        return directory;
    }

    /**
     * Writes a record and waits until it is on the disk.
     *
     * @throws IOException if it cannot be written; what was written before stays whole
     */
    public synchronized void append(ScenarioResult result) throws IOException {
        byte[] json = ResultsJson.write(result);
        ByteBuffer line = ByteBuffer.allocate(json.length + 1).put(json).put((byte) '\n').flip();
        try (FileLock _ = channel.lock()) {
            long start = endOfLastLine();
            try {
                channel.truncate(start);
                channel.position(start);
                while (line.hasRemaining()) {
                    channel.write(line);
                }
                channel.force(true);
            } catch (IOException e) {
                takeBack(start, e);
                throw e;
            }
        }
    }

    /** Writes {@code summary.json} whole or not at all. */
    public synchronized void write(RunSummary summary) throws IOException {
        Path file = directory.resolve(ResultsJson.SUMMARY_FILE);
        // not a temporary file, which only its owner may read
        Path draft = directory.resolve("summary" + UUID.randomUUID() + ".tmp");
        try {
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE)) {
                ByteBuffer json = ByteBuffer.wrap(ResultsJson.write(summary));
                while (json.hasRemaining()) {
                    out.write(json);
                }
                out.force(true);
            }
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    private void takeBack(long start, IOException failure) {
        try {
            channel.truncate(start);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private long endOfLastLine() throws IOException {
        long end = channel.size();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (end > 0) {
            channel.read(one.clear(), end - 1);
            if (one.get(0) == '\n') {
                break;
            }
            end--;
        }
        return end;
    }
}
