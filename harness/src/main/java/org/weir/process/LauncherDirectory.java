package org.weir.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The directory of one launcher in its realm: the control socket, and the exit records and outputs of its children. It
 * is named after the launcher's process, so that whoever sees that process end can remove what it left.
 */
final class LauncherDirectory {

    private LauncherDirectory() {}

    /** Makes the next directory of the process {@code pid}. */
    static Path create(Path realm, long pid) throws IOException {
        for (int number = 0;; number++) {
            try {
                return Files.createDirectory(path(realm, pid, number));
            } catch (FileAlreadyExistsException _) {
                // Another launcher of this process, or one of an earlier process of the same id.
            }
        }
    }

    private static Path path(Path realm, long pid, int number) {
        return realm.resolve("jvm-" + pid + "-" + number);
    }

    /** Removes the directories of a process that has ended. */
    static void removeThoseOf(Path realm, long pid) throws IOException {
        for (int number = 0; Files.exists(path(realm, pid, number)); number++) {
            remove(path(realm, pid, number));
        }
    }

    /** Removes a directory and the files in it. */
    static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException _) {
            return;
        }
        Files.deleteIfExists(directory);
    }
}
