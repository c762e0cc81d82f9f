package org.weir.process;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a child wrote down about its own end, in a file of the realm that outlives it.
 *
 * <p>The status that the JDK hands to a parent is one number, and above 128 it has three readings: the kernel killed
 * the process by signal <i>n</i>; the process called {@code exit(128 + n)}; the JVM caught SIGHUP, SIGINT or SIGTERM,
 * ran its shutdown hooks and exited with 128 + <i>n</i> as is its habit. So a child records two facts, each in one
 * write: the code it <em>means</em> to exit with, whenever Weir's own code knows it (a role that returned or threw,
 * {@link ChildContext#exit}); and, in a shutdown hook, that an orderly shutdown <em>began</em>, together with the
 * signals whose handler threads are alive at that moment. (A shutdown hook cannot learn the code given to
 * {@code System.exit}, but HotSpot runs the hooks of a signal from a thread named after it.) Nothing has to be written
 * by a process that is being killed.
 *
 * <p>{@link #judge} decides from these. What it cannot tell apart:
 * <ul>
 * <li>{@code Runtime.halt(128 + n)} called by user code, which runs no hook, reads as signal <i>n</i>;
 * <li>after user code called {@code System.exit}, a signal sent by somebody other than the launcher that kills the
 * process before its hooks are done reads as {@code exit(128 + n)};
 * <li>a signal that kills the process while it is on its way out with the intended code 128 + <i>n</i> of just that
 * signal reads as that exit.
 * </ul>
 * Codes up to 128, and above those of signals, have one reading only.
 */
final class ExitRecord implements Closeable {

    private static final int SIZE = 16;
    private static final int INTENT = 0;
    private static final int SHUTDOWN = 8;
    private static final long PRESENT = 1L << 32;
    private static final int HIGHEST_SIGNAL = 64;

    private final RandomAccessFile file;

    private ExitRecord(RandomAccessFile file) {
        this.file = file;
    }

    /** Opens the record in the child that it is about. Its room is allocated now, so that writing never fails later. */
    static ExitRecord open(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        file.write(new byte[SIZE]);
        return new ExitRecord(file);
    }

    /** Records the code that the caller is about to exit with. The first intention counts. */
    synchronized void intend(int code) {
        try {
            file.seek(INTENT);
            if (file.readLong() == 0) {
                file.seek(INTENT);
                file.writeLong(PRESENT | (code & 0xffL));
            }
        } catch (IOException e) {
            System.err.println("Weir could not record that this process exits with " + code + ": " + e);
        }
    }

    /** Called by a shutdown hook: records that a shutdown began, and what signals are being handled. */
    synchronized void shutdownBegan() {
        try {
            file.seek(SHUTDOWN);
            file.writeLong(PRESENT | ShutdownCause.signalsBeingHandled());
        } catch (IOException e) {
            System.err.println("Weir could not record that this process is shutting down: " + e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /**
     * How a process ended.
     *
     * @param reported the number that {@link Process#exitValue()} gives
     * @param path where the process kept its record; it need not exist
     * @param sent the signals that the launcher itself sent to it, as a set of bits 1 &lt;&lt; number
     */
    static ExitStatus judge(int reported, Path path, long sent) {
        int signal = reported - 128;
        if (signal < 1 || signal > HIGHEST_SIGNAL) {
            return new ExitStatus.Exited(reported);
        }
        long intent = 0;
        long shutdown = 0;
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            intent = in.readLong();
            shutdown = in.readLong();
        } catch (IOException _) {
            // It ended before it had a record, and so before it could exit by itself with such a code.
        }
        if (intent != 0) {
            return intent == (PRESENT | reported) ? new ExitStatus.Exited(reported) : ExitStatus.Signaled.of(signal);
        }
        boolean bySignal = shutdown == 0 || contains(shutdown, signal) || contains(sent, signal)
                || (shutdown & ~PRESENT) != 0;
        return bySignal ? ExitStatus.Signaled.of(signal) : new ExitStatus.Exited(reported);
    }

    private static boolean contains(long signals, int number) {
        return number < 32 && (signals & 1L << number) != 0;
    }
}
