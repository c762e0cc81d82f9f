package org.weir.process;

import org.weir.os.UnixSocket;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The child's end of the control channel. Its own daemon thread answers the parent whatever the role is doing, and
 * ends the process when the channel ends.
 */
final class ChildControl implements Runnable {

    /** The exit code of a child whose parent has gone; nobody is left to read it. */
    static final int ORPHANED = 75;

    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofMillis(100);

    private final FrameChannel channel;
    private final UnixSocket socket;
    private final Inbox inbox;
    private final LinkedBlockingQueue<Assignment> assignments = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this, "weir-control");
    private volatile boolean stopping;

    /** What the parent wants this process to be. */
    record Assignment(String name, String role) {

        byte[] encode() {
            return (name + '\0' + role).getBytes(StandardCharsets.UTF_8);
        }

        static Assignment decode(byte[] payload) throws ProtocolException {
            String text = new String(payload, StandardCharsets.UTF_8);
            int end = text.indexOf('\0');
            if (end < 0) {
                throw new ProtocolException("An assignment is a name, a zero and a class name.");
            }
            return new Assignment(text.substring(0, end), text.substring(end + 1));
        }
    }

    private ChildControl(UnixSocket socket) {
        this.socket = socket;
        channel = new FrameChannel(socket, FrameChannel.LIMIT);
        inbox = new Inbox(socket::wakeup);
    }

    /** Connects. */
    static ChildControl connect(Path socket) throws IOException {
        return new ChildControl(UnixSocket.connect(socket));
    }

    /** Starts the thread and says hello. */
    void start(Hello hello) throws IOException {
        thread.setDaemon(true);
        thread.start();
        channel.send(FrameChannel.HELLO, hello.encode(), ANSWER_TIMEOUT);
    }

    FrameChannel channel() {
        return channel;
    }

    Inbox inbox() {
        return inbox;
    }

    /**
     * Ends the thread, because the process is ending: {@link System#exit} waits 300 ms for threads that are in a native
     * call, as this one always is. The channel stays open for those that send. That the parent ends is now left to the
     * kernel to notice.
     */
    void stop() {
        stopping = true;
        socket.wakeup();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    Assignment awaitAssignment() throws InterruptedException {
        return assignments.take();
    }

    @Override
    public void run() {
        ByteBuffer buffer = ByteBuffer.allocate(16 << 10);
        try {
            boolean open = true;
            while (open) {
                boolean reading = !inbox.isFull();
                socket.await(reading);
                if (stopping) {
                    return;
                }
                open = !reading || channel.read(buffer, this::handle);
            }
        } catch (Throwable thrown) {
            System.err.println("Weir lost the channel to the parent: " + thrown);
        } finally {
            if (!stopping) {
                Runtime.getRuntime().halt(ORPHANED);
            }
        }
    }

    private void handle(byte kind, byte[] payload) throws IOException {
        switch (kind) {
            case FrameChannel.DATA -> inbox.add(payload);
            case FrameChannel.ASSIGN -> assignments.add(Assignment.decode(payload));
            case FrameChannel.PING -> channel.send(FrameChannel.PING, payload, ANSWER_TIMEOUT);
            case FrameChannel.DUMP -> channel.send(FrameChannel.DUMP, dump(payload), ANSWER_TIMEOUT);
            default -> throw new ProtocolException("A child does not know frames of kind " + kind + ".");
        }
    }

    private static byte[] dump(byte[] request) {
        byte[] text = ThreadDump.take().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(request.length + text.length).put(request).put(text).array();
    }
}
