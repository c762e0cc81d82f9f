package org.weir.channel;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * One end of a channel of messages. A message is an object or a number of bytes; it arrives whole, unchanged and in
 * order, or an exception says that it does not: messages are never merged, split or mixed up, however many threads and
 * processes share an end.
 *
 * <p>Every message that {@link #send} sends with one {@link Codec} is received by {@link #recv} with an equal one; what
 * {@link #sendBytes} sends, by {@link #recvBytes} and {@link #recvBytesInto}. What the other end sent before it was
 * closed, or its process died, can still be received; then an {@link java.io.EOFException} tells of the end. With
 * {@link Tls} the end that a process's death makes is a {@link TornFrameException}, because anybody in between could have
 * made it.
 *
 * <p>The end of the last process that holds the other end is its end: a process holds an end once for every
 * {@code Connection} object that it created or was sent, until that is closed or the process is gone.
 *
 * <p><b>Interrupts</b> end a wait for the beginning of a message, or for room to begin one, with an
 * {@link java.io.InterruptedIOException}: nothing was sent or taken, the connection stays usable, and the thread's
 * interrupt status is set. Once a message has begun, it is completed first.
 *
 * <p>Safe for use by several threads. What was written before a {@code send} is seen after the {@code recv} of that
 * message.
 */
public sealed interface Connection extends Waitable, Closeable permits FramedConnection {

    /**
     * Sends an object, waiting as long as there is no room for it.
     *
     * @throws UnsendableException if it cannot be sent, or is larger than {@link #maxMessage()}; nothing was sent
     * @throws PeerGoneException if nobody can receive it any more
     * @throws ConnectionClosedException if this connection is closed
     * @throws IllegalStateException if this is the receiving end of a simplex pipe
     */
    void send(Object message) throws IOException;

    /**
     * Sends an object, waiting for at most {@code timeout}; otherwise as {@link #send(Object)}.
     *
     * @param timeout how long at most; zero or negative for as much as goes at once
     * @return false if there was no room to begin in that time; nothing was sent, and the connection is usable
     * @throws TornFrameException if the time was over when a part was sent, which happens to messages that are larger
     *         than what can be under way alone; the connection is of no more use, and the other end is told
     */
    boolean send(Object message, Duration timeout) throws IOException;

    /**
     * Receives an object, waiting for it. A message that is not an acceptable object is gone after the exception, and
     * the connection is usable.
     *
     * @throws java.io.EOFException if the other end is gone and all its messages were received
     * @throws TornFrameException if the sender died within a message; no message comes after that
     * @throws CodecException if the message is not an object, or not an acceptable one
     * @throws ConnectionClosedException if this connection is closed
     * @throws IllegalStateException if this is the sending end of a simplex pipe
     */
    Object recv() throws IOException;

    /** Sends all of {@code bytes}; otherwise as {@link #sendBytes(byte[], int, int)}. */
    default void sendBytes(byte[] bytes) throws IOException {
        sendBytes(bytes, 0, bytes.length);
    }

    /** Sends the bytes from {@code offset} on, none if that is the length. */
    default void sendBytes(byte[] bytes, int offset) throws IOException {
        sendBytes(bytes, offset, bytes.length - offset);
    }

    /**
     * Sends {@code length} bytes, perhaps none, as one message.
     *
     * @throws IndexOutOfBoundsException if they are not within {@code bytes}; nothing was sent
     * @throws UnsendableException if they are more than {@link #maxMessage()}; nothing was sent
     * @throws PeerGoneException if nobody can receive it any more
     * @throws ConnectionClosedException if this connection is closed
     * @throws IllegalStateException if this is the receiving end of a simplex pipe
     */
    void sendBytes(byte[] bytes, int offset, int length) throws IOException;

    /** Sends all of {@code bytes} as one message, with a limit as that of {@link #send(Object, Duration)}. */
    boolean sendBytes(byte[] bytes, Duration timeout) throws IOException;

    /** Receives the bytes of a message; throws as {@link #recv()}. */
    byte[] recvBytes() throws IOException;

    /**
     * Receives the bytes of a message of at most {@code maxLength}.
     *
     * @throws BufferTooShortException if it is longer; it is in the exception, and the connection is usable
     * @throws IllegalArgumentException if {@code maxLength} is negative
     */
    byte[] recvBytes(int maxLength) throws IOException;

    /**
     * Receives the bytes of a message at the position of {@code buffer}, which moves behind them.
     *
     * @return how many they are
     * @throws BufferTooShortException if they are more than remain; they are in the exception, the buffer is as it was,
     *         and the connection is usable
     * @throws java.nio.ReadOnlyBufferException if it cannot be written to; nothing was taken
     */
    int recvBytesInto(ByteBuffer buffer) throws IOException;

    /**
     * Whether a receive would find a message, its beginning, or the end; looks once.
     *
     * @throws ConnectionClosedException if this connection is closed
     * @throws IllegalStateException if this is the sending end of a simplex pipe
     */
    boolean poll() throws IOException;

    /**
     * Waits until a receive would find a message, its beginning, or the end.
     *
     * @param timeout how long at most; zero or negative for one look
     * @return false if the time is over
     * @throws ConnectionClosedException if this connection is closed
     * @throws IllegalStateException if this is the sending end of a simplex pipe
     */
    boolean poll(Duration timeout) throws IOException;

    /** {@link #poll()}; true, too, if that throws, because an operation would then throw at once. */
    @Override
    boolean isReady();

    /** Whether it receives; a closed one that did still says so. */
    boolean isReadable();

    /** Whether it sends; a closed one that did still says so. */
    boolean isWritable();

    /** How many bytes a message may have, with the codec's own ones. */
    int maxMessage();

    boolean isClosed();

    /** Closes this object; other objects for the same end stay as they are. Ends waits here. Closing again does nothing. */
    @Override
    void close() throws IOException;
}
