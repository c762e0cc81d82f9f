package org.weir.stress.fault;

import org.weir.memory.SharedDirectory;
import org.weir.os.Processes;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A program of its own, beside the workers of the engine: a JVM that may start processes, pools and managers, which a worker may
 * not, and that leaves a line of text as its result.
 */
final class Program {
    private static final Duration LONGEST = Duration.ofSeconds(8);
    private static final String RESULT = "result";

    private Program() {}

    /** What it does; it returns its result. */
    interface Body extends Serializable {
        /**
         * Runs in the program's JVM.
         *
         * @param directory a directory of the sample, for files
         */
        String run(Path directory) throws Exception;
    }

    /** Runs a program to its end; how it ended if it left no result. */
    static String run(SharedDirectory directory, Body body) throws IOException, InterruptedException {
        JvmProcess process = JvmProcess.of(Program::main, body, directory.path().toString());
        process.start();
        if (!process.join(LONGEST)) {
            process.killTree();
            return "hung";
        }
        Path result = directory.path().resolve(RESULT);
        return Files.exists(result) ? Files.readString(result) : "ended with " + process.exitStatus().orElseThrow();
    }

    private static void main(Body body, String directory) throws IOException {
        Path path = Path.of(directory);
        String result;
        try {
            result = body.run(path);
        } catch (Exception e) {
            result = e.toString();
        }
        Files.writeString(path.resolve(RESULT), result);
    }

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
