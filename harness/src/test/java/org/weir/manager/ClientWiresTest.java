package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.Codec;
import org.weir.channel.Pipe;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The wires of a client when its greeting comes to nothing, and when a thread that sends is interrupted. */
@Timeout(180)
class ClientWiresTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private static void assertHungUp(Pipe pipe) throws IOException {
        assertTrue(pipe.second().poll(LONG), "the wire is still held");
        assertThrows(EOFException.class, () -> pipe.second().recvBytes());
    }

    @Test
    void shouldHangUpOnWhoeverAnswersAGreetingAsNoManagerDoes() throws Exception {
        Pipe pipe = Pipe.create();
        pipe.second().sendBytes(Codec.standard().encode("good day"));

        assertThrows(ManagerUnreachableException.class,
                () -> Client.begin("a stranger", () -> new ConnectionWire(pipe.first()), LONG));

        assertTrue(pipe.second().recvBytes().length > 0, "was greeted");
        assertHungUp(pipe);
    }

    @Test
    void shouldHangUpOnWhoeverDoesNotAnswerAGreeting() throws Exception {
        Pipe pipe = Pipe.create();

        assertThrows(ManagerUnreachableException.class,
                () -> Client.begin("nobody", () -> new ConnectionWire(pipe.first()), Duration.ofMillis(50)));

        assertTrue(pipe.second().recvBytes().length > 0, "was greeted");
        assertHungUp(pipe);
    }

    @Test
    void shouldSendAFrameThoughItsThreadIsInterruptedWhileItWaitsForRoom() throws Exception {
        try (Pipe pipe = Pipe.create(Codec.standard(), 64)) {
            ConnectionWire wire = new ConnectionWire(pipe.first());
            wire.send(new byte[32]);
            CompletableFuture<Boolean> sent = new CompletableFuture<>();
            Thread sender = Thread.ofPlatform().start(() -> {
                try {
                    wire.send(new byte[40]);
                    sent.complete(Thread.interrupted());
                } catch (Throwable thrown) {
                    sent.completeExceptionally(thrown);
                }
            });
            String channels = Codec.class.getPackageName();
            await().atMost(LONG)
                    .until(() -> Arrays.stream(sender.getStackTrace())
                            .anyMatch(frame -> frame.getClassName().startsWith(channels)));

            sender.interrupt();

            await().atMost(LONG).until(() -> !sender.isInterrupted());
            assertFalse(sent.isDone(), "there was no room yet");
            assertEquals(32, pipe.second().recvBytes().length);
            assertTrue(pipe.second().poll(LONG), "the frame was lost");
            assertEquals(40, pipe.second().recvBytes().length);
            assertTrue(sent.get(LONG.toSeconds(), TimeUnit.SECONDS), "the interrupt is put off, not lost");
        }
    }
}
