package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

@Timeout(120)
class StarterTest {
    private static final int KILLS = 5;

    private final Starter starter = new Starter();
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile boolean enough;

    @AfterEach
    void retire() {
        enough = true;
        starter.retire();
    }

    @Test
    void shouldStartAProcessThoughItsForerunnerIsKilledBeforeItIsOne() throws IOException, InterruptedException {
        Thread killer = Thread.ofPlatform().daemon().start(this::killForerunners);
        while (kills.get() < KILLS) {
            armed.set(true);
            starter.start(new ProcessBuilder("true")).waitFor();
        }
        enough = true;
        killer.join();
    }

    @Test
    void shouldStillSayThatThereIsNoSuchProgram() {
        IOException thrown = assertThrows(IOException.class, () -> starter.start(new ProcessBuilder("/no/such")));
        assertTrue(thrown.toString().contains("Could not start /no/such: "), thrown.toString());
        assertTrue(thrown.toString().contains("No such file or directory"), thrown.toString());
        assertEquals(0, kills.get());
    }

    /** Kills children of this JVM that are still the JDK's helper, one for each start. */
    private void killForerunners() {
        while (!enough) {
            try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
                for (Path thread : threads) {
                    killForerunners(Files.readString(thread.resolve("children")));
                }
            } catch (IOException _) {
                // A thread or a child ended meanwhile.
            }
        }
    }

    private void killForerunners(String children) throws IOException {
        for (String child : children.strip().split(" ", -1)) {
            if (!child.isEmpty() && Files.readString(Path.of("/proc", child, "comm")).startsWith("jspawnhelper")
                    && armed.compareAndSet(true, false)) {
                Processes.send(Long.parseLong(child), Signal.SIGKILL);
                kills.incrementAndGet();
            }
        }
    }
}
