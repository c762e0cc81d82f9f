package org.weir.stress.seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** A text file to which processes append lines, as the documents' programs print them. */
final class Lines {
    private Lines() {}

    /** Appends a line, in one write. */
    static void add(String file, String line) throws IOException {
        Files.writeString(Path.of(file), line + "\n", StandardOpenOption.APPEND, StandardOpenOption.CREATE);
    }

    /** All lines, none if there is no file. */
    static List<String> of(String file) throws IOException {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }
}
