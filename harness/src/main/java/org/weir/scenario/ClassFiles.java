package org.weir.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.util.Optional;

/** Class files of classes that are loaded but perhaps not initialised. */
final class ClassFiles {
    private ClassFiles() {}

    /**
     * The class file that a class came from.
     *
     * @return empty if its loader does not hand it out or it is no class file that this JDK can parse
     * @throws UncheckedIOException if it cannot be read
     */
    static Optional<ClassModel> read(Class<?> type) {
        String resource = "/" + type.getName().replace('.', '/') + ".class";
        try (InputStream in = type.getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(ClassFile.of().parse(in.readAllBytes()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the class file of " + type.getName(), e);
        }
    }
}
