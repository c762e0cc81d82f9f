package org.weir.examples;

import org.weir.process.JvmProcess;

import java.io.IOException;
import java.time.Duration;

/**
 * Start a process and wait for it. Seed 001, with a shorter sleep.
 *
 * <pre>
 * Worker started
 * Worker finished
 * Main process finished
 * </pre>
 */
final class Worker {
    private Worker() {}

    private static void worker() throws InterruptedException {
        System.out.println("Worker started");
        Thread.sleep(Duration.ofMillis(200));
        System.out.println("Worker finished");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        JvmProcess process = JvmProcess.of(Worker::worker);
        process.start();
        process.join();
        System.out.println("Main process finished");
    }
}
