package org.weir.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class EnvironmentProbeTest {

    @Test
    void shouldKnowThisMachine() {
        EnvironmentInfo environment = EnvironmentProbe.capture();

        assertEquals(Runtime.getRuntime().availableProcessors(), environment.cpus());
        assertTrue(environment.jdk().contains(Runtime.version().toString().replaceAll("-.*", "")), environment::jdk);
        assertTrue(environment.kernel().startsWith("Linux "), environment::kernel);
        assertTrue(environment.topology().matches("\\d+ sockets?, \\d+ cores?, \\d+ threads?|unknown"),
                environment::topology);
        assertTrue(environment.weirVersion().matches("\\d+\\.\\d+\\..*"), environment::weirVersion);
    }

    @Test
    void shouldTellACommitFromAChangedTreeAndFromNone(@TempDir Path directory) throws Exception {
        assertEquals("", EnvironmentProbe.capture(directory).gitCommit());

        git(directory, "init", "-q");
        Path file = Files.writeString(directory.resolve("file"), "one");
        git(directory, "add", "file");
        git(directory, "-c", "user.name=T", "-c", "user.email=t@example.org", "commit", "-q", "-m", "one");
        String clean = EnvironmentProbe.capture(directory).gitCommit();
        assertTrue(clean.matches("[0-9a-f]{40,64}"), clean);

        Files.writeString(file, "three");
        assertEquals(clean + "+", EnvironmentProbe.capture(directory).gitCommit());
    }

    private static void git(Path directory, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        assertEquals(0, new ProcessBuilder(command).directory(directory.toFile()).start().waitFor());
    }
}
