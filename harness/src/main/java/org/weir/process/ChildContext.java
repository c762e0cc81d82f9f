package org.weir.process;

import org.weir.memory.Realm;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Optional;

/** What a role sees of its process and of its parent. Safe for use by several threads. */
public final class ChildContext {

    private static final Duration WHILE_PARENT_LIVES = Duration.ofNanos(Long.MAX_VALUE);

    private final Realm realm;
    private final String name;
    private final int slot;
    private final ChildControl control;
    private final ExitRecord record;

    ChildContext(Realm realm, String name, int slot, ChildControl control, ExitRecord record) {
        this.realm = realm;
        this.name = name;
        this.slot = slot;
        this.control = control;
        this.record = record;
    }

    /** The realm of the launcher, attached. */
    public Realm realm() {
        return realm;
    }

    /** The name that this child was assigned. */
    public String name() {
        return name;
    }

    /** The slot of the realm that this process holds for as long as it lives. */
    public int slot() {
        return slot;
    }

    /**
     * The next frame from the parent. Waits as long as the parent lives: when that ends, or closes the channel, this
     * process ends.
     *
     * @throws InterruptedIOException when the thread is interrupted; no frame is lost by it
     */
    public byte[] receive() throws IOException {
        try {
            while (true) {
                Optional<byte[]> frame = control.inbox().poll(Long.MAX_VALUE);
                if (frame.isPresent()) {
                    return frame.get();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException("Child " + name + " was interrupted while it awaited a frame"
                    + " from its parent.").initCause(e);
        }
    }

    /**
     * Sends a frame to the parent; it is with the kernel when this returns, so that it arrives even if the process
     * ends at once. Waits while the parent does not read, which interrupting does not shorten.
     *
     * @param frame at most 64 MiB
     * @throws IllegalArgumentException if it is larger
     */
    public void send(byte[] frame) throws IOException {
        control.channel().send(FrameChannel.DATA, frame, WHILE_PARENT_LIVES);
    }

    /**
     * Ends this process with {@code code} after its shutdown hooks, recorded as intended: the parent sees
     * {@code Exited(code)}, also where the number looks like that of a signal. Does not return; like
     * {@link System#exit} it may not be called from a shutdown hook.
     *
     * @param code 0 to 255
     */
    public void exit(int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("An exit code is 0 to 255, got " + code + ".");
        }
        record.intend(code);
        System.exit(code);
    }
}
