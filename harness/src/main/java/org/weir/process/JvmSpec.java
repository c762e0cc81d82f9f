package org.weir.process;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a child JVM is started with. Two equal specifications are interchangeable: that is how standbys are found.
 *
 * @param jvmArgs options for {@code java}, after Weir's own ones, so that they win
 * @param classPath the whole class path, made absolute; it has to hold Weir as well as the roles
 * @param env variables added to (or replacing those of) this process's environment
 * @param directory the working directory, made absolute
 * @param stdio where its output goes
 */
public record JvmSpec(List<String> jvmArgs, List<Path> classPath, Map<String, String> env, Path directory,
        Stdio stdio) {

    /** Copies what it is given. */
    public JvmSpec {
        jvmArgs = List.copyOf(jvmArgs);
        classPath = classPath.stream().map(Path::toAbsolutePath).toList();
        env = Map.copyOf(env);
        directory = directory.toAbsolutePath();
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("A child JVM needs a class path that holds Weir and the roles it plays;"
                    + " got an empty one. JvmSpec.of(...) takes that of this JVM.");
        }
    }

    /** A JVM whose output is kept in files of the realm. */
    public JvmSpec(List<String> jvmArgs, List<Path> classPath, Map<String, String> env, Path directory) {
        this(jvmArgs, classPath, env, directory, Stdio.kept());
    }

    /** A JVM with this JVM's class path, environment and directory, and {@code jvmArgs}. */
    public static JvmSpec of(String... jvmArgs) {
        return of(Arrays.asList(jvmArgs));
    }

    /** A JVM with this JVM's class path, environment and directory, and {@code jvmArgs}. */
    public static JvmSpec of(List<String> jvmArgs) {
        return new JvmSpec(jvmArgs, ownClassPath(), Map.of(), Path.of(""));
    }

    /** The entries of this JVM's class path, in order. */
    public static List<Path> ownClassPath() {
        return Arrays.stream(System.getProperty("java.class.path", "").split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
