package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.AuthKey;
import org.weir.os.Processes;
import org.weir.os.Signal;
import org.weir.process.JvmProcess;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** What a client that was taken for dead is told when it goes on. */
@Timeout(120)
class LateClientTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private static void assertStartsWith(String beginning, Object text) {
        assertTrue(text.toString().startsWith(beginning), text.toString());
    }

    @Test
    void shouldBeToldSoByItsFirstCallAlsoIfItHasSeveralIdleWires() throws Exception {
        try (ManagerServer server = Manager.create()
                .address(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .lease(Duration.ofSeconds(2))
                .serve();
                Manager manager = Manager.connect(server.address(), AuthKey.of(JvmProcess.authKey()));
                Helper helper = Helper.start("late")) {
            ManagedBarrier barrier = manager.barrier(3);
            CompletableFuture<Object> one = helper.begin(barrier::await);
            CompletableFuture<Object> another = helper.begin(barrier::await);
            int _ = barrier.await();
            Object _ = Helper.result(one);
            Object _ = Helper.result(another);
            CompletableFuture<Object> late = helper.begin(() -> {
                await().atMost(LONG).untilTrue(Helper.GO);
                return assertThrows(RuntimeException.class, barrier::waiting).toString();
            });
            helper.run(() -> {});

            Processes.send(helper.pid(), Signal.SIGSTOP);
            await().atMost(LONG).until(() -> manager.clientCount() == 1);
            Processes.send(helper.pid(), Signal.SIGCONT);
            helper.run(() -> Helper.GO.set(true));

            assertStartsWith(LeaseExpiredException.class.getName(), Helper.result(late));
        }
    }
}
