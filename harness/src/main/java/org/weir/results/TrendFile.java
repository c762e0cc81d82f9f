package org.weir.results;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** {@code history.jsonl}: entries of run after run, a line each. Several processes may append to one. */
public final class TrendFile {
    private TrendFile() {}

    /**
     * Appends a run, whole: who appends at the same time does so before or after it. The beginning of a line that a crash
     * left at the end is cut off.
     *
     * @param file created if it is not there; its directory is too
     * @param results those of the run
     * @param time when it ended
     */
    public static void append(Path file, Collection<ScenarioResult> results, Instant time) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (ScenarioResult result : results) {
            lines.write(ResultsJson.write(TrendEntry.of(result, time)));
            lines.write('\n');
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE); FileLock _ = channel.lock()) {
            long end = endOfLastLine(channel);
            channel.truncate(end);
            channel.position(end);
            ByteBuffer content = ByteBuffer.wrap(lines.toByteArray());
            while (content.hasRemaining()) {
                channel.write(content);
            }
            channel.force(true);
        }
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
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

    /**
     * Reads all entries, in order of appending. What a crash left after the last whole line is passed over.
     *
     * @throws ResultsFormatException if a line is no entry of this version
     */
    public static List<TrendEntry> read(Path file) throws IOException {
        List<TrendEntry> entries = new ArrayList<>();
        try (RecordLines lines = RecordLines.open(file)) {
            while (lines.next()) {
                entries.add(ResultsJson.read(lines.line(), TrendEntry.class, file, lines.number()));
            }
        }
        return List.copyOf(entries);
    }
}
