package org.weir.channel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;

/** Bytes in both directions, with deadlines. One thread may read while another one writes. */
sealed interface ByteStream extends Closeable permits StreamSocket, TlsSocket {

    /** How far a transfer came. */
    enum Outcome {
        COMPLETE, END, TIMED_OUT
    }

    /**
     * Does what has to be done before the first byte; called once.
     *
     * @return false if the time is over
     * @throws ForeignProtocolException if the other end does not do likewise
     * @throws AuthenticationException if it is not who it should be
     */
    boolean handshake(long deadline) throws IOException;

    /**
     * Fills {@code buffer}. An interrupt before its first byte ends that, if it {@code isBeginning}; later it waits.
     *
     * @param deadline of {@link System#nanoTime()}
     * @return {@link Outcome#END} if the other end has closed its side
     * @throws InterruptedIOException after an interrupt; nothing was read, and the thread's status is set
     */
    Outcome read(ByteBuffer buffer, boolean isBeginning, long deadline) throws IOException;

    /**
     * Writes all of {@code buffers}, or a part of them if the time is over within it; otherwise as {@link #read}. If the
     * time is over and the first of them is as it was, nothing was written.
     */
    Outcome write(long deadline, ByteBuffer... buffers) throws IOException;

    /** Whether there are bytes to read, or the end, before {@code deadline}. */
    boolean awaitReadable(long deadline) throws IOException;
}
