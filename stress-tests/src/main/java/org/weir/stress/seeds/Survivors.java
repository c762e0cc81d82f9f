package org.weir.stress.seeds;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Whether processes are gone, as the operating system sees it; one that is only waiting to be reaped is. */
final class Survivors {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private Survivors() {}

    /** Waits until a process is gone; milliseconds, or -1 if it is there after thirty seconds. */
    static int millisUntilGone(long pid) throws IOException {
        long start = System.nanoTime();
        while (isThere(pid)) {
            if (System.nanoTime() - start > PATIENCE_NANOS) {
                return -1;
            }
            LockSupport.parkNanos(200_000);
        }
        return (int) TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
    }

    private static boolean isThere(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return !stat.substring(stat.lastIndexOf(')') + 1).strip().startsWith("Z");
        } catch (NoSuchFileException gone) {
            return false;
        } catch (IOException goneMeanwhile) {
            return Files.exists(Path.of("/proc", String.valueOf(pid)));
        }
    }

    /** Does not return. */
    static void stay() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
