package org.weir.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/** Where the files of shared objects go that belong to no scenario: a directory of this JVM, removed when it ends. */
final class LocalFiles {

    private static final Path DIRECTORY = create();
    private static final AtomicLong NEXT = new AtomicLong();

    private LocalFiles() {}

    /** A path that nobody has been given before. */
    static Path next(String kind) {
        return DIRECTORY.resolve(kind + "-" + NEXT.getAndIncrement());
    }

    private static Path create() {
        try {
            Path directory = Files.createTempDirectory("weir-files-");
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> remove(directory)));
            return directory;
        } catch (IOException failed) {
            throw new UncheckedIOException("No directory for temporary files in " + System.getProperty("java.io.tmpdir")
                    + "; name another by -Djava.io.tmpdir=DIRECTORY.", failed);
        }
    }

    private static void remove(Path directory) {
        try {
            FileTrees.clear(directory, _ -> true);
            FileTrees.deleteIfEmpty(directory);
        } catch (IOException failed) {
            System.err.println("weir: " + directory + " was not removed: " + failed);
        }
    }
}
