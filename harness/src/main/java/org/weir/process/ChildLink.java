package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The parent's side of the conversation with one child, from before its hello until the channel ends. */
final class ChildLink {

    private final CompletableFuture<Hello> hello = new CompletableFuture<>();
    private final Inbox inbox = new Inbox(this::readAgain);
    private final Map<Integer, CompletableFuture<String>> questions = new ConcurrentHashMap<>();
    private final AtomicInteger question = new AtomicInteger();
    private volatile @Nullable FrameChannel channel;
    private volatile Runnable reader = () -> {};

    /** Completed by the child's hello; exceptionally when it ended before. */
    CompletableFuture<Hello> hello() {
        return hello;
    }

    Inbox inbox() {
        return inbox;
    }

    boolean isFull() {
        return inbox.isFull();
    }

    /** @param reader asks the server to go on reading after {@link #isFull} was seen */
    void connected(Hello said, FrameChannel channel, Runnable reader) {
        this.channel = channel;
        this.reader = reader;
        hello.complete(said);
    }

    /** The process ended before it could say hello. */
    void neverConnected(IOException reason) {
        hello.completeExceptionally(reason);
        ended();
    }

    /** The channel has ended: what is in the inbox is all there is. */
    void ended() {
        inbox.end();
        questions.values().forEach(answer -> answer.completeExceptionally(new ClosedChannelException()));
    }

    void handle(byte kind, byte[] payload) throws IOException {
        switch (kind) {
            case FrameChannel.DATA -> inbox.add(payload);
            case FrameChannel.PING, FrameChannel.DUMP -> answered(payload);
            default -> throw new ProtocolException("A parent does not know frames of kind " + kind + ".");
        }
    }

    private void answered(byte[] payload) throws IOException {
        if (payload.length < Integer.BYTES) {
            throw new ProtocolException("An answer begins with the number of its question.");
        }
        CompletableFuture<String> answer = questions.remove(ByteBuffer.wrap(payload).getInt());
        if (answer != null) {
            answer.complete(new String(payload, Integer.BYTES, payload.length - Integer.BYTES,
                    StandardCharsets.UTF_8));
        }
    }

    void send(byte kind, byte[] payload, Duration timeout) throws IOException {
        FrameChannel open = channel;
        if (open == null) {
            throw new ClosedChannelException();
        }
        open.send(kind, payload, timeout);
    }

    /** Sends a question of this kind and waits for the answer to it; empty when none came in time. */
    Optional<String> ask(byte kind, Duration timeout) throws InterruptedException {
        int number = question.incrementAndGet();
        CompletableFuture<String> answer = new CompletableFuture<>();
        questions.put(number, answer);
        try {
            long start = System.nanoTime();
            send(kind, ByteBuffer.allocate(Integer.BYTES).putInt(number).array(), timeout);
            return Optional.of(answer.get(Times.nanos(timeout) - (System.nanoTime() - start), TimeUnit.NANOSECONDS));
        } catch (IOException | ExecutionException | TimeoutException _) {
            return Optional.empty();
        } finally {
            questions.remove(number);
        }
    }

    private void readAgain() {
        reader.run();
    }
}
