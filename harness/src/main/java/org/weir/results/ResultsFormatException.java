package org.weir.results;

import java.io.IOException;
import java.nio.file.Path;

/** A file of results that this version of Weir cannot read. Its message names the file, the line and the mistake. */
public final class ResultsFormatException extends IOException {
    private static final long serialVersionUID = 1L;

    private final int line;

    ResultsFormatException(Path file, int line, String mistake) {
        super(file + ", line " + line + ": " + mistake);
        this.line = line;
    }

    /** The line with the mistake, from 1. */
    public int line() {
        return line;
    }
}
