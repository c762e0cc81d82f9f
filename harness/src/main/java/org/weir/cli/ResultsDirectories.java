package org.weir.cli;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** Where results go. */
final class ResultsDirectories {
    private static final String NAME = "weir-results";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

    private ResultsDirectories() {}

    /**
     * Makes the directory, if need be.
     *
     * @param wanted what the user asked for; empty for a new one named by the time: in {@code target/weir-results} where
     *               there is a {@code pom.xml}, so that {@code mvn clean} takes it away, else in {@code weir-results}
     * @return it, absolute
     * @throws UsageException if what was asked for cannot be a directory
     */
    static Path prepare(Optional<Path> wanted) throws IOException {
        if (wanted.isEmpty()) {
            return create(Files.exists(Path.of("pom.xml")) ? Path.of("target", NAME) : Path.of(NAME));
        }
        Path directory = wanted.get().toAbsolutePath().normalize();
        try {
            return Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UsageException("--out names " + directory + ", which cannot be made a directory ("
                    + e.getClass().getSimpleName() + "); name another");
        }
    }

    /** A directory that nobody else has, also when several runs begin in one second. */
    private static Path create(Path parent) throws IOException {
        Files.createDirectories(parent.toAbsolutePath());
        String stamp = STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
        for (int number = 1;; number++) {
            try {
                return Files.createDirectory(
                        parent.resolve(number == 1 ? stamp : stamp + "-" + number).toAbsolutePath());
            } catch (FileAlreadyExistsException taken) {
                // the next number
            }
        }
    }
}
