package org.weir.memory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The path of a file that the actors of a scenario share, each in its JVM.
 *
 * <p>Created by the constructor or a field initialiser of a scenario, it is the same path in every JVM, on the file
 * system of the realm, and removed with the state; created in a worker JVM anywhere else, it is refused; created in any
 * other JVM, it is a temporary file, removed when that JVM ends.
 *
 * <p>Its content is state outside the shared memory, so a scenario with a file is a resource scenario.
 */
public final class SharedFile {

    private static final String KIND = "SharedFile";

    private final Path path;

    private SharedFile(Path path) {
        this.path = path;
    }

    /**
     * A file that exists, and is empty when the actors start unless the constructor writes to it. Several JVMs construct
     * the same state one after another, so a file that exists already is left as it is.
     */
    public static SharedFile create() {
        return create("");
    }

    /**
     * As {@link #create()}, with a name of its own.
     *
     * @param name the file's name, unlike that of any other object of the state; "" for one that Weir makes
     * @throws UncheckedIOException if it cannot be made
     */
    public static SharedFile create(String name) {
        SharedFile file = absent(name);
        try {
            Files.createFile(file.path,
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException constructedByAnother) {
            return file;
        } catch (IOException failed) {
            throw new UncheckedIOException("The shared file " + file.path + " cannot be made.", failed);
        }
        return file;
    }

    /** A path at which there is nothing: making the file is up to the actors. */
    public static SharedFile absent() {
        return absent("");
    }

    /** As {@link #absent()}, with a name of its own as for {@link #create(String)}. */
    public static SharedFile absent(String name) {
        Construction construction = Construction.inProgress(KIND);
        return construction == null
                ? new SharedFile(LocalFiles.next(KIND))
                : construction.created(new SharedFile(construction.placeFile(KIND, name)));
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
