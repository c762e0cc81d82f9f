package org.weir.stress.seeds;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Ten tasks as two threads in each of five processes, and what they have between reading and writing. */
final class Tasks {
    static final int THREADS = 10;

    private Tasks() {}

    /** Runs a task in this thread and in another one, at once. */
    static void twice(Runnable task) throws InterruptedException {
        Thread other = Thread.ofPlatform().start(task);
        task.run();
        other.join();
    }

    /** The pause of the document's {@code time.sleep(0.1)}, a hundred times shorter. */
    static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
    }
}
