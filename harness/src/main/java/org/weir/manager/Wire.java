package org.weir.manager;

import java.io.Closeable;
import java.io.IOException;

/** One end of a channel of frames between a client and a server. Used by one thread at a time, save {@link #close}. */
interface Wire extends Closeable {

    /** Sends one frame. What was sent before the process dies arrives. */
    void send(byte[] frame) throws IOException;

    /**
     * Takes the next frame, waiting for it.
     *
     * @throws java.io.EOFException if the other side is gone and all its frames were taken
     */
    byte[] receive() throws IOException;

    /**
     * Waits until {@link #receive} would return or throw at once.
     *
     * @param nanos how long at most; zero or less for one look
     * @return false if the time is over
     * @throws InterruptedException if the thread was or is interrupted; nothing is lost
     */
    boolean await(long nanos) throws IOException, InterruptedException;

    @Override
    void close();
}
