package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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

    /** A client with a session on the first pipe and a wire for calls that is not answered yet on the second. */
    private static Client clientOf(Pipe session, Pipe calls) throws IOException {
        session.second().sendBytes(Codec.standard().encode(new Greeting.Welcome(1, 0, Codec.standard())));
        Iterator<Pipe> dialled = List.of(session, calls).iterator();
        return Client.begin("a server", () -> new ConnectionWire(dialled.next().first()), LONG);
    }

    /** Begins a call that finds no wire, and interrupts it once it waits for the answer to its greeting. */
    private static CompletableFuture<Boolean> interruptedWhileItJoins(Client client, Remote.Wait wait, Pipe calls)
            throws IOException {
        CompletableFuture<Boolean> stillInterrupted = new CompletableFuture<>();
        Thread caller = Thread.ofPlatform().daemon().start(() -> {
            try {
                Object result = client.call(1, wait, -1, "take");
                assertEquals("taken", result);
                stillInterrupted.complete(Thread.currentThread().isInterrupted());
            } catch (Throwable thrown) {
                stillInterrupted.completeExceptionally(thrown);
            }
        });
        assertInstanceOf(Greeting.Join.class, Codec.standard().decode(calls.second().recvBytes()));
        caller.interrupt();
        await().atMost(LONG).until(() -> !caller.isInterrupted() || stillInterrupted.isDone());
        calls.second().sendBytes(Codec.standard().encode(new Greeting.Joined()));
        return stillInterrupted;
    }

    private static void answer(Pipe calls, String operation, String result) throws IOException {
        assertEquals(operation, Frames.Request.decode(Codec.standard(), calls.second().recvBytes()).operation());
        calls.second().sendBytes(new Frames.Reply(Frames.RETURNED, result, "").encode(Codec.standard()));
    }

    @Test
    void shouldWithdrawACallThatIsInterruptedBeforeItHasAWireAndKeepTheWire() throws Exception {
        try (Pipe session = Pipe.create(); Pipe calls = Pipe.create()) {
            Client client = clientOf(session, calls);
            CompletableFuture<Boolean> call = interruptedWhileItJoins(client, Remote.Wait.INTERRUPTIBLE, calls);

            ExecutionException failed = assertThrows(ExecutionException.class,
                    () -> call.get(LONG.toSeconds(), TimeUnit.SECONDS));

            assertInstanceOf(InterruptedException.class, failed.getCause());
            assertTrue(client.isUsable());
            CompletableFuture<Object> next = Fixture.inThread(() -> client.ask("next"));
            answer(calls, "next", "done");
            assertEquals("done", next.get());
            client.close();
        }
    }

    @Test
    void shouldMakeACallThatDoesNotWaitThoughItIsInterruptedBeforeItHasAWire() throws Exception {
        try (Pipe session = Pipe.create(); Pipe calls = Pipe.create()) {
            Client client = clientOf(session, calls);
            CompletableFuture<Boolean> call = interruptedWhileItJoins(client, Remote.Wait.NONE, calls);

            answer(calls, "take", "taken");

            assertTrue(call.get(LONG.toSeconds(), TimeUnit.SECONDS), "the interrupt is put off, not lost");
            client.close();
        }
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
