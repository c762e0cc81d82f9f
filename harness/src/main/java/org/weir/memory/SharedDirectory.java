package org.weir.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The path of a directory that the actors of a scenario share, each in its JVM. It exists, and is empty when the actors
 * start unless the constructor puts something in it; several JVMs construct the same state one after another, so a
 * directory that exists already is left as it is.
 *
 * <p>Created by the constructor or a field initialiser of a scenario, it is the same path in every JVM, on the file
 * system of the realm, and removed with all that is in it with the state; created in a worker JVM anywhere else, it is
 * refused; created in any other JVM, it is a temporary directory, removed when that JVM ends.
 *
 * <p>Its content is state outside the shared memory, so a scenario with a directory is a resource scenario.
 */
public final class SharedDirectory {

    private static final String KIND = "SharedDirectory";

    private final Path path;

    private SharedDirectory(Path path) {
        this.path = path;
    }

    /** A directory with a name that Weir makes. */
    public static SharedDirectory create() {
        return create("");
    }

    /**
     * A directory with a name of its own.
     *
     * @param name the directory's name, unlike that of any other object of the state; "" for one that Weir makes
     * @throws UncheckedIOException if it cannot be made
     */
    public static SharedDirectory create(String name) {
        Construction construction = Construction.inProgress(KIND);
        SharedDirectory directory = new SharedDirectory(
                construction == null ? LocalFiles.next(KIND) : construction.placeFile(KIND, name));
        try {
            Files.createDirectory(directory.path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (FileAlreadyExistsException constructedByAnother) {
            // as it should be: it is the same directory
        } catch (IOException failed) {
            throw new UncheckedIOException("The shared directory " + directory.path + " cannot be made.", failed);
        }
        return construction == null ? directory : construction.created(directory);
    }

    /** The path, absolute. */
    public Path path() {
        return path;
    }

    @Override
    public String toString() {
        return KIND + "[" + path + "]";
    }
}
