package org.weir.stress.twin;

import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the file that jcstress leaves its results in. */
public final class JcstressResults {
    private JcstressResults() {}

    /**
     * Reads all results.
     *
     * @param blob {@code jcstress-results-*.bin.gz}
     * @return one result a fork, in no order
     * @throws IOException if it is missing, cut off, or no such file; the message says which
     */
    public static List<TestResult> read(Path blob) throws IOException {
        checkWhole(blob);
        InProcessCollector collected = new InProcessCollector();
        try {
            DiskReadCollector reader = new DiskReadCollector(blob.toString(), collected);
            try {
                reader.dump();
            } finally {
                reader.close();
            }
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw new IOException(blob + " does not hold the results of jcstress 0.16: " + e, e);
        }
        return List.copyOf(collected.getTestResults());
    }

    /** The reader takes the end of a file that was cut off for the end of the results, so its checksum is looked at first. */
    private static void checkWhole(Path blob) throws IOException {
        try (InputStream in = Files.newInputStream(blob); InputStream content = new GZIPInputStream(in)) {
            content.transferTo(OutputStream.nullOutputStream());
        } catch (NoSuchFileException e) {
            throw new IOException(blob + " is not there: jcstress left no results", e);
        } catch (IOException e) {
            throw new IOException(blob + " is cut off or damaged (" + e.getMessage()
                    + "): jcstress did not end in good order; run it again", e);
        }
    }
}
