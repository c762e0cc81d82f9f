package org.weir.manager;

import org.weir.channel.Connection;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * A wire over a connection. Who waits looks at it again and again for {@value #SPIN_NANOS} nanoseconds and then sleeps: to
 * be woken takes longer than most calls. No more threads of this JVM do so than half its processors; and a wire on which
 * it was in vain {@value #MISSES} times, because nobody calls or because both sides are on one busy processor and would
 * keep each other from it, tries again only every {@value #PROBE}th time.
 */
final class ConnectionWire implements Wire {

    private static final int SPIN_NANOS = 30_000;
    private static final int MISSES = 3;
    private static final int PROBE = 32;
    private static final Duration LONG = Duration.ofSeconds(10);
    private static final Semaphore SPINNERS = new Semaphore(Runtime.getRuntime().availableProcessors() / 2);

    private final Connection connection;
    private int misses;
    private int waits;

    ConnectionWire(Connection connection) {
        this.connection = connection;
    }

    @Override
    public void send(byte[] frame) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    connection.sendBytes(frame);
                    return;
                } catch (InterruptedIOException nothingWasSent) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public byte[] receive() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    boolean _ = spin();
                    return connection.recvBytes();
                } catch (InterruptedIOException nothingWasTaken) {
                    interrupted = Thread.interrupted();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean await(long nanos) throws IOException, InterruptedException {
        long start = System.nanoTime();
        try {
            if (connection.poll() || (nanos > SPIN_NANOS && spin())) {
                return true;
            }
            while (true) {
                long left = nanos - (System.nanoTime() - start);
                if (connection.poll(Duration.ofNanos(Math.clamp(left, 0, LONG.toNanos())))) {
                    return true;
                }
                if (left <= 0) {
                    return false;
                }
            }
        } catch (InterruptedIOException interrupted) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException();
        }
    }

    /** Looks for a while whether there is something to receive. */
    private boolean spin() throws IOException {
        if ((misses >= MISSES && ++waits % PROBE != 0) || !SPINNERS.tryAcquire()) {
            return false;
        }
        try {
            long start = System.nanoTime();
            while (System.nanoTime() - start < SPIN_NANOS) {
                if (connection.poll()) {
                    misses = 0;
                    return true;
                }
                Thread.onSpinWait();
            }
            misses++;
            return false;
        } finally {
            SPINNERS.release();
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (IOException ignored) {
            // It is of no use any more, closed or not.
        }
    }

    @Override
    public String toString() {
        return connection.toString();
    }
}
