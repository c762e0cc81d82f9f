package org.weir.memory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** Removing directories in which others may be making and removing files at the same time. */
final class FileTrees {

    private FileTrees() {}

    /**
     * Removes all that is in {@code directory} and fulfils {@code condition}, but not the directory itself. Links are
     * removed, not followed; what is gone already is no error, and a directory that was filled again stays.
     */
    static void clear(Path directory, Predicate<Path> condition) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (condition.test(file)) {
                    Files.deleteIfExists(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                if (!visited.equals(directory)) {
                    deleteIfEmpty(visited);
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Removes a directory; returns false, and leaves it, if there is something in it. */
    static boolean deleteIfEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
            return true;
        } catch (DirectoryNotEmptyException filled) {
            return false;
        }
    }
}
