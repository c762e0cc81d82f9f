package org.weir.stress.twin;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A class path without directories. jcstress 0.16 looks for its own classes on the whole class path and, in a directory,
 * takes a file's path for the name of a class; it then holds {@code @Contended} for unavailable, goes on without it, and
 * its result objects share cache lines: the counts of such a run are those of another test.
 */
final class JarredClassPath {
    private JarredClassPath() {}

    /**
     * The class path with a jar in the place of each directory.
     *
     * @param classPath directories and jars; what does not exist is left out
     * @param directory where the jars are made
     */
    static List<Path> of(List<Path> classPath, Path directory) throws IOException {
        Files.createDirectories(directory);
        List<Path> jarred = new ArrayList<>();
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                jarred.add(jar(entry, directory.resolve("classes-" + jarred.size() + ".jar")));
            } else if (Files.exists(entry)) {
                jarred.add(entry);
            }
        }
        return List.copyOf(jarred);
    }

    private static Path jar(Path classes, Path target) throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(classes)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        try (OutputStream out = Files.newOutputStream(target); JarOutputStream jar = new JarOutputStream(out)) {
            for (Path file : files) {
                jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, jar);
                jar.closeEntry();
            }
        }
        return target;
    }
}
