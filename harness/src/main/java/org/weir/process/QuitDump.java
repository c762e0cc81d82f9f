package org.weir.process;

import org.weir.os.Signal;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A thread dump that HotSpot itself writes to the standard output of a process, on SIGQUIT. */
final class QuitDump {

    private static final String BEGIN = "Full thread dump";
    private static final String THREADS_DONE = "JNI global refs";
    private static final long LOOK_AGAIN_MILLIS = 20;

    private final ChildJvm child;
    private final Process process;

    QuitDump(ChildJvm child, Process process) {
        this.child = child;
        this.process = process;
    }

    /** The dump; empty if none came in time, or the process was told not to handle the signal and would die of it. */
    Optional<String> take(Duration timeout) throws InterruptedException {
        if (child.spec().jvmArgs().contains("-Xrs") || child.spec().jvmArgs().contains("-XX:+ReduceSignalUsage")) {
            return Optional.empty();
        }
        try {
            return request(timeout);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private Optional<String> request(Duration timeout) throws IOException, InterruptedException {
        long start = System.nanoTime();
        long before = Files.size(child.stdout());
        child.signal(Signal.SIGQUIT);
        String previous = "";
        while (System.nanoTime() - start < Times.nanos(timeout)) {
            if (process.waitFor(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {
                return Optional.empty();
            }
            String text = ChildOutput.from(child.stdout(), before);
            if (text.contains(BEGIN) && text.contains(THREADS_DONE) && text.equals(previous)) {
                return Optional.of(text.substring(text.indexOf(BEGIN)).strip());
            }
            previous = text;
        }
        return Optional.empty();
    }
}
