package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.Codec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Bytes from strangers, and from clients that have the key and are mad: the server and its objects stay as they are. */
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry")
class ServerFuzzTest {

    private static final int ROUNDS = 150;
    private static final Logger HANGING_UP = Logger.getLogger("org.weir.channel");

    @BeforeAll
    static void silence() {
        HANGING_UP.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        HANGING_UP.setLevel(null);
    }

    @Test
    void shouldHangUpOnRandomBytes() throws Exception {
        Random random = new Random(1);
        try (ManagerServer server = Manager.create().serve(); Manager manager = Manager.connect(server.address())) {
            ManagedList<Integer> list = manager.list(List.of(1, 2, 3));
            for (int round = 0; round < ROUNDS; round++) {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                if (round % 3 == 0 && bytes.length > 4) {
                    ByteBuffer.wrap(bytes).putInt(bytes.length - 4);
                }
                try (SocketChannel stranger = SocketChannel.open(server.address())) {
                    int _ = stranger.write(ByteBuffer.wrap(bytes));
                }
            }
            assertEquals(List.of(1, 2, 3), list.snapshot());
            assertEquals(1, manager.clientCount());
        }
    }

    @Test
    void shouldSurviveFramesOfAMadClient() throws Exception {
        Random random = new Random(2);
        try (ManagerServer server = Manager.create().serve(); Manager manager = Manager.connect(server.address())) {
            ManagedList<Integer> list = manager.list(List.of(1, 2, 3));
            ManagedLock lock = manager.lock();
            Codec codec = Codec.standard();
            for (int round = 0; round < ROUNDS; round++) {
                try (Wire wire = Network.dial(Network.text(server.address()), Clients.familyKey())) {
                    var client = new Greeting.ClientId(random.nextLong(), round);
                    wire.send(codec.encode(new Greeting.Begin(client, 1, "mad")));
                    Object _ = codec.decode(wire.receive());
                    try (Wire calls = Network.dial(Network.text(server.address()), Clients.familyKey())) {
                        calls.send(codec.encode(new Greeting.Join(client, 1)));
                        Object _ = codec.decode(calls.receive());
                        calls.send(frame(random, codec, round));
                        boolean _ = calls.await(TimeUnit.MILLISECONDS.toNanos(2));
                    }
                } catch (IOException hungUp) {
                    assertEquals(IOException.class.getModule(), hungUp.getClass().getModule(), hungUp.toString());
                }
            }
            assertEquals(3, list.size());
            assertEquals(List.of(1, 2, 3), list.snapshot());
            lock.lock();
            lock.unlock();
        }
    }

    private static byte[] frame(Random random, Codec codec, int round) {
        List<Object> call = new ArrayList<>(
                Arrays.asList(1, 1L, (long) random.nextInt(3), List.of("create", "get", "lock",
                        "put", "take", "sort").get(random.nextInt(6))));
        for (int i = random.nextInt(4); i > 0; i--) {
            call.add(List.of(1, -1L, "text", List.of(), 2.5, "list", "queue").get(random.nextInt(7)));
        }
        byte[] frame = codec.encode(call);
        if (round % 2 == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return round % 5 == 0 ? Arrays.copyOf(frame, random.nextInt(frame.length)) : frame;
    }

    @Test
    void shouldPutBackWhatWasNotConfirmed() throws Exception {
        try (ManagerServer server = Manager.create().serve(); Manager manager = Manager.connect(server.address())) {
            ManagedQueue<String> queue = manager.queue(2);
            queue.put("first");
            queue.put("second");
            String address = Network.text(server.address());
            Codec codec = Codec.standard();
            var client = new Greeting.ClientId(1, 1);
            Frames.Request take = new Frames.Request(1, 1, queue.remote().handle().id(), "take", List.of(0L));
            try (Wire wire = Network.dial(address, Clients.familyKey())) {
                wire.send(codec.encode(new Greeting.Begin(client, 1, "dying")));
                Object _ = codec.decode(wire.receive());
                try (Wire calls = Network.dial(address, Clients.familyKey())) {
                    calls.send(codec.encode(new Greeting.Join(client, 1)));
                    Object _ = codec.decode(calls.receive());
                    calls.send(take.encode(codec));
                    Frames.Reply reply = Frames.Reply.decode(codec, calls.receive());
                    assertEquals("first", reply.result());
                    assertEquals(Frames.TO_CONFIRM, reply.status());
                    assertEquals(List.of("second"), queue.snapshot());
                }
            }

            await().atMost(Duration.ofSeconds(30)).until(() -> queue.size() == 2);

            assertEquals(List.of("first", "second"), queue.snapshot());
        }
    }

    @Test
    void shouldNotWaitLongForAStrangerThatSaysNothing() throws Exception {
        try (ManagerServer server = Manager.create().serve();
                SocketChannel silent = SocketChannel.open(server.address());
                Manager manager = Manager.connect(server.address())) {
            assertEquals(1, manager.clientCount());
            assertThrows(ManagerUnreachableException.class, () -> Client.begin("nowhere", () -> {
                throw new IOException("nobody");
            }, Duration.ofSeconds(1)));
            assertEquals(true, silent.isConnected());
        }
    }
}
