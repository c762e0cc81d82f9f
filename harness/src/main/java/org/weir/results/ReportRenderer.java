package org.weir.results;

import java.io.IOException;
import java.nio.file.Path;

/** Makes something to read out of a directory of results. Implementations are found by {@link java.util.ServiceLoader}. */
public interface ReportRenderer {
    /**
     * Renders the results of a directory.
     *
     * @param resultsDirectory holds {@code results.jsonl} and {@code summary.json}
     * @return the file that a person should open
     * @throws IOException if the results cannot be read or the report cannot be written
     */
    Path render(Path resultsDirectory) throws IOException;
}
