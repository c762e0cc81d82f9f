package org.weir.channel;

import java.io.InterruptedIOException;

/** How an interrupt ends what blocks here: by an {@link InterruptedIOException}; the thread stays interrupted. */
final class Interrupts {

    private Interrupts() {}

    /**
     * Ends a call whose thread is interrupted.
     *
     * @param rest of the message, to follow "The thread was interrupted"
     */
    static void requireNone(String rest) throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("The thread was interrupted" + rest);
        }
    }

    /** What ends a call that waited interruptibly; {@code rest} as for {@link #requireNone}. */
    static InterruptedIOException ended(String rest, InterruptedException cause) {
        Thread.currentThread().interrupt();
        InterruptedIOException thrown = new InterruptedIOException("The thread was interrupted" + rest);
        thrown.initCause(cause);
        return thrown;
    }
}
