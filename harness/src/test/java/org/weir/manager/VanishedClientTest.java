package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.Codec;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/** What a server keeps for a client that says nothing any more and has not hung up. */
@Timeout(120)
class VanishedClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Codec CODEC = Codec.standard();

    private static Wire begin(ManagerServer server, long number) throws IOException {
        Wire notices = Network.dial(Network.text(server.address()), Clients.familyKey());
        notices.send(CODEC.encode(new Greeting.Begin(new Greeting.ClientId(number, number), 1, "silent")));
        Greeting.Welcome _ = assertInstanceOf(Greeting.Welcome.class, CODEC.decode(notices.receive()));
        return notices;
    }

    private static void assertEnds(Wire notices) throws Exception {
        assertTrue(notices.await(LONG.toNanos()), "the server keeps the wire");
        IOException _ = assertThrows(IOException.class, notices::receive);
    }

    private static long servingThreads() {
        return Thread.getAllStackTraces()
                .keySet()
                .stream()
                .filter(thread -> thread.getName().equals("weir-manager-client"))
                .count();
    }

    @Test
    void shouldCostNeitherAThreadNorADescriptorOnceItsLeaseHasEnded() throws Exception {
        long before = servingThreads();
        try (ManagerServer server = Manager.create()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .lease(Duration.ofMillis(300))
                .serve(); Wire notices = begin(server, 1)) {
            assertEnds(notices);
            await().atMost(LONG).until(() -> servingThreads() <= before);
        }
    }

    @Test
    void shouldBeHungUpOnWhenTheServerIsClosed() throws Exception {
        ManagerServer server = Manager.create().serve();
        try (Wire notices = begin(server, 2)) {
            server.close();
            assertEnds(notices);
        } finally {
            server.close();
        }
    }
}
