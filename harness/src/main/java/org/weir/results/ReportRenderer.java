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

    /**
     * Renders results that need not lie in one directory.
     *
     * @param results what to show
     * @param target the file to write; its directory is there, and what was in the file is replaced
     * @param split whether style and scripts go into files of their own beside it, for servers whose content security
     *              policy allows nothing inline
     * @param context what to say besides
     * @return the file that a person should open
     * @throws IOException if the report cannot be written
     */
    Path render(ResultsReader.Results results, Path target, boolean split, ReportContext context) throws IOException;
}
