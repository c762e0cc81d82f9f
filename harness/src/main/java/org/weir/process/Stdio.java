package org.weir.process;

import java.nio.file.Path;

/**
 * Where the standard output and standard error of a child go. Standard input is always empty, as in the original.
 */
public sealed interface Stdio {

    /**
     * To those of this JVM. Below a test runner that speaks over standard output (surefire and Gradle do; found by their
     * system properties) and wherever {@code -Dweir.stdio=pump} is set, what the child writes is copied to
     * {@code System.out} and {@code System.err} instead, which such runners capture; {@code -Dweir.stdio=inherit} is
     * the opposite.
     */
    record Inherit() implements Stdio {}

    /** Nowhere. */
    record Discard() implements Stdio {}

    /**
     * To files, at whose ends it is appended; they may be the same.
     *
     * @param stdout the file of standard output, made absolute
     * @param stderr the file of standard error, made absolute
     */
    record ToFiles(Path stdout, Path stderr) implements Stdio {
        /** Makes the paths absolute. */
        public ToFiles {
            stdout = stdout.toAbsolutePath();
            stderr = stderr.toAbsolutePath();
        }
    }

    /** To files of the realm, from which {@link ChildJvm#stdoutTail} and {@link ChildJvm#stderrTail} quote. */
    record Kept() implements Stdio {}

    /** To those of this JVM: {@link Inherit}. */
    static Stdio inherit() {
        return new Inherit();
    }

    /** Nowhere: {@link Discard}. */
    static Stdio discard() {
        return new Discard();
    }

    /** To files, at whose ends it is appended: {@link ToFiles}. */
    static Stdio toFiles(Path stdout, Path stderr) {
        return new ToFiles(stdout, stderr);
    }

    /** To one file, at whose end it is appended: {@link ToFiles}. */
    static Stdio toFile(Path file) {
        return new ToFiles(file, file);
    }

    /** To files of the realm: {@link Kept}. */
    static Stdio kept() {
        return new Kept();
    }
}
