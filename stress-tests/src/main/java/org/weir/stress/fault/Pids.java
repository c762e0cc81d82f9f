package org.weir.stress.fault;

import org.weir.os.Processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The ids of the processes of a sample, which leave them as files in a directory. */
final class Pids {
    private Pids() {}

    /** Leaves the id of the calling process in a directory, for {@link #pids}. */
    static void leavePid(Path directory) throws IOException {
        Path whole = directory.resolve("pid-" + Processes.pid());
        Files.createFile(whole);
    }

    /** The ids that were left in a directory. */
    static List<Long> pids(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("pid-"))
                    .map(name -> Long.valueOf(name.substring(4)))
                    .toList();
        }
    }

    /** Waits until so many processes have left their id. */
    static List<Long> awaitPids(Path directory, int count) throws IOException {
        while (pids(directory).size() < count) {
            LockSupport.parkNanos(1_000_000);
        }
        return pids(directory);
    }

    /** Whether all these processes are gone within 5 s. */
    static boolean goneSoon(List<Long> pids) {
        long giveUp = System.nanoTime() + Duration.ofSeconds(5).toNanos();
        while (pids.stream().anyMatch(Victim::isAlive)) {
            if (System.nanoTime() - giveUp > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }
}
