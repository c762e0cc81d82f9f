package org.weir.stress.twin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

class JarredClassPathTest {
    @TempDir
    Path directory;

    @Test
    void shouldPutAJarInThePlaceOfEachDirectory() throws IOException {
        Path classes = Files.createDirectories(directory.resolve("classes/org/weir"));
        Files.writeString(classes.resolve("A.class"), "a");
        Path library = Files.createFile(directory.resolve("library.jar"));

        List<Path> jarred = JarredClassPath.of(
                List.of(directory.resolve("classes"), directory.resolve("missing"), library),
                directory.resolve("jars"));

        assertEquals(2, jarred.size());
        try (JarFile jar = new JarFile(jarred.get(0).toFile())) {
            assertEquals(List.of("org/weir/A.class"), jar.stream().map(JarEntry::getName).toList());
        }
        assertEquals(library, jarred.get(1));
    }
}
