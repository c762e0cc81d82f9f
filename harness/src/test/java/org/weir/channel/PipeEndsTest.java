package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.conformance.Row;
import org.weir.memory.Realm;
import org.weir.os.FileHandle;

import java.io.EOFException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** How a pipe ends: by a close, by a death, within a message; and who counts as a holder of an end until then. */
class PipeEndsTest {

    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int MIB = 1 << 20;

    @Test
    @Row({"CN08", "CN13"})
    void shouldTellTheEndFromAClosedConnection() throws Exception {
        Pipe pipe = Pipe.create();
        pipe.second().send("last words");
        pipe.second().close();

        assertEquals("last words", pipe.first().recv());
        assertTrue(pipe.first().poll());
        assertThrows(EOFException.class, () -> pipe.first().recv());
        assertThrows(EOFException.class, () -> pipe.first().recvBytes());
        assertThrows(PeerGoneException.class, () -> pipe.first().send(1));
        assertTrue(pipe.first().isReadable() && pipe.first().isWritable());
        assertFalse(pipe.first().isClosed());
        pipe.close();
        pipe.close();
        assertTrue(pipe.first().isClosed() && pipe.second().isClosed());
        assertThrows(ConnectionClosedException.class, () -> pipe.first().recv());
        assertThrows(ConnectionClosedException.class, () -> pipe.first().send(1));
        assertThrows(ConnectionClosedException.class, () -> pipe.first().poll());
        assertThrows(UnsendableException.class, () -> Codec.standard().encode(pipe.first()));
    }

    @Test
    void shouldSeeTheDeathOfTheOtherProcessAsTheEnd() throws Exception {
        Pipe pipe = Pipe.create();
        Connection far = pipe.second();
        try (Peer peer = Peer.start()) {
            peer.run(() -> {
                far.send("one");
                return 0;
            });
            far.close();
            peer.kill();
        }
        assertTimeoutPreemptively(SOON, () -> {
            assertEquals("one", pipe.first().recv());
            assertThrows(EOFException.class, () -> pipe.first().recv());
            assertThrows(PeerGoneException.class, () -> pipe.first().send(1));
        });
        pipe.close();
    }

    @Test
    @Row("Z21")
    void shouldTellAnEndWithinAMessageFromOneBetweenMessages() throws Exception {
        Pipe pipe = Pipe.create();
        Connection far = pipe.second();
        try (Peer peer = Peer.start()) {
            peer.begin(() -> {
                far.sendBytes(new byte[4 * MIB]);
                return 0;
            });
            far.close();
            assertTrue(pipe.first().poll(SOON));
            peer.kill();
        }
        assertTimeoutPreemptively(SOON, () -> {
            assertThrows(TornFrameException.class, () -> pipe.first().recvBytes());
            assertThrows(TornFrameException.class, () -> pipe.first().recvBytes());
        });
        pipe.close();
    }

    @Test
    @Row("CN10")
    void shouldNotEndWhileAHandleIsOnItsWay() throws Exception {
        Pipe pipe = Pipe.create();
        byte[] onItsWay = Codec.standard().encode(pipe.second());
        pipe.second().close();
        assertFalse(pipe.first().poll(Duration.ofMillis(120)));
        pipe.first().send("early");
        Connection arrived = assertInstanceOf(Connection.class, Codec.standard().decode(onItsWay));

        assertEquals("early", arrived.recv());
        arrived.close();
        assertThrows(EOFException.class, () -> pipe.first().recv());
        pipe.close();
    }

    @Test
    void shouldNotCountAHandleThatWasTakenBackUntilItIsReceivedNevertheless() throws Exception {
        Pipe pipe = Pipe.create();
        byte[] takenBack = Codec.standard().encode(pipe.second());
        Connection arrived = assertInstanceOf(Connection.class, Codec.standard()
                .decode(Codec.standard().encode(pipe.second())));
        pipe.second().close();
        pipe.recall();
        assertFalse(pipe.first().poll(Duration.ofMillis(120)), "one was received before");
        arrived.close();
        assertTrue(pipe.first().poll(SOON), "nobody holds the other end");
        assertThrows(EOFException.class, () -> pipe.first().recv());

        Connection late = assertInstanceOf(Connection.class, Codec.standard().decode(takenBack));
        late.send("late");
        assertEquals("late", pipe.first().recv());
        assertThrows(IllegalStateException.class, pipe::free);
        late.close();
        pipe.close();
        pipe.free();
    }

    @Test
    void shouldGiveMemoryBackThoughAnotherProcessJustTakesTheSlotOfADeadHolder() throws Exception {
        Pipe pipe = Pipe.create();
        Connection far = pipe.second();
        try (Peer peer = Peer.start();
                FileHandle slots = FileHandle.open(Realm.current().directory().resolve("slots"),
                        FileHandle.Mode.EXISTING)) {
            Object slot = peer.run(() -> far.isClosed() ? -1 : Realm.current().members().self().slot());
            pipe.close();
            assertThrows(IllegalStateException.class, pipe::free, "the peer holds it");
            peer.kill();
            assertTrue(slots.tryLock((int) slot));
            CompletableFuture<Void> free = CompletableFuture.runAsync(pipe::free);
            assertThrows(TimeoutException.class, () -> free.get(50, TimeUnit.MILLISECONDS));
            slots.unlock((int) slot);
            free.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void shouldRefuseMoreHoldersOfAnEndThanThereIsRoomFor() throws Exception {
        Pipe pipe = Pipe.create();
        List<Connection> held = new ArrayList<>();
        for (int i = 1; i < 64; i++) {
            held.add((Connection) Codec.standard().decode(Codec.standard().encode(pipe.second())));
        }
        assertThrows(RuntimeException.class, () -> Codec.standard().encode(pipe.second()));
        held.getFirst().close();
        Codec.standard().encode(pipe.second());
        pipe.close();
    }
}
