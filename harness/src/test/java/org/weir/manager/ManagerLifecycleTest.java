package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.AuthKey;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** How managers begin and end, and what their users see of it. */
@Timeout(60)
class ManagerLifecycleTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    @Row(value = {"MG01", "MG02", "Z27"}, modes = Mode.MANAGER)
    void shouldServeFromTheStartToTheShutdownAndThenNoMore() throws Exception {
        Manager manager = Manager.create();
        assertThrows(IllegalStateException.class, manager::list);
        ManagedList<Integer> list;
        try (manager) {
            assertEquals(manager, manager.start());
            list = manager.list(List.of(1));
            assertEquals(OptionalInt.empty(), manager.exitCode());
            assertThrows(IllegalStateException.class, manager::start);
            assertThrows(IllegalStateException.class, manager::serve);
            assertThrows(IllegalStateException.class, () -> manager.name("late"));
            assertEquals(1, manager.clientCount());
            assertTrue(Files.exists(((UnixDomainSocketAddress) manager.address()).getPath()));
            assertTrue(manager.toString().contains("running"), manager.toString());
        }

        assertEquals(OptionalInt.of(0), manager.exitCode());
        manager.shutdown();
        manager.shutdown(Duration.ZERO);
        assertThrows(IllegalStateException.class, manager::list);
        assertThrows(IllegalStateException.class, manager::start);
        assertThrows(ManagerUnreachableException.class, list::size);
        Manager never = Manager.create();
        never.close();
        assertThrows(IllegalStateException.class, never::start);
    }

    @Test
    @Row(value = "Z27", modes = Mode.MANAGER)
    void shouldKillAServerThatDoesNotStop() throws Exception {
        Manager manager = Manager.create().start();
        ManagedList<Integer> list = manager.list();
        boolean _ = list.add(1);
        int pid = manager.pid().orElseThrow();
        signal(pid, "STOP");

        manager.shutdown(Duration.ofMillis(200));

        assertEquals(OptionalInt.of(-9), manager.exitCode());
        assertThrows(ManagerUnreachableException.class, list::size);
    }

    private static void signal(int pid, String name) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Integer.toString(pid)).start().waitFor());
    }

    @Test
    void shouldTellThoseWhoWaitThatTheServerWasKilled() throws Exception {
        try (Manager manager = Manager.create().start()) {
            ManagedQueue<Integer> queue = manager.queue();
            Thread killer = Thread.ofPlatform().start(() -> {
                await().until(() -> manager.objectCount() > 0);
                try {
                    signal(manager.pid().orElseThrow(), "KILL");
                } catch (Exception failed) {
                    throw new IllegalStateException(failed);
                }
            });

            ManagerUnreachableException gone = assertThrows(ManagerUnreachableException.class, queue::take);

            assertTrue(gone.toString().contains("manager"), gone.toString());
            assertTrue(killer.join(LONG));
            assertThrows(ManagerUnreachableException.class, queue::size);
        }
    }

    @Test
    void shouldReportAnInitializerThatFails() {
        Manager manager = Manager.create()
                .initializer(() -> {
                    throw new IllegalStateException("on purpose");
                });

        IOException failed = assertThrows(IOException.class, manager::start);

        assertTrue(failed.toString().contains("on purpose"), failed.toString());
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Test
    @Row(value = "MG07", modes = Mode.MANAGER)
    void shouldServeClientsThatConnectByAddressAndKey() throws Exception {
        AuthKey key = AuthKey.random();
        record Point(int x, String text) {}
        try (ManagerServer server = Manager.create().address(anyPort()).authKey(key).serve();
                Manager first = Manager.connect(server.address(), key);
                Manager second = Manager.connect(server.address(), key)) {
            ManagedQueue<Object> queue = first.queue();
            List<Object> values = List.of("text \u00e9\ud83d\ude00", 42, List.of(1.5, true), Map.of("k", List.of("v")),
                    new Point(1, "one"));

            for (Object value : values) {
                queue.put(value);
            }

            for (Object value : values) {
                assertEquals(value, queue.poll(LONG));
            }
            assertInstanceOf(InetSocketAddress.class, second.address());
            assertEquals(1, second.clientCount(), "one session, whatever the number of managers");
            assertThrows(ManagerUnreachableException.class, () -> Manager.connect(server.address(), AuthKey.random()));
            assertThrows(ManagerUnreachableException.class, () -> Manager.connect(server.address()));
        }
    }

    @Test
    void shouldRefuseBadSettings() throws Exception {
        Manager manager = Manager.create();
        assertThrows(IllegalArgumentException.class, () -> manager.register("text", String.class, _ -> ""));
        Manager _ = manager.register("iterator", Iterator.class, _ -> List.of().iterator());
        assertThrows(IllegalArgumentException.class, () -> manager.register("iterator", Iterator.class,
                _ -> List.of().iterator()));
        assertThrows(IllegalArgumentException.class, () -> manager.register("other", Iterator.class,
                _ -> List.of().iterator(), "absent"));
        assertThrows(IllegalArgumentException.class, () -> manager.lease(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> manager.address(new SocketAddress() {
            private static final long serialVersionUID = 1L;
        }));
        assertThrows(ManagerUnreachableException.class, () -> Manager.connect(UnixDomainSocketAddress.of(
                "/nonexistent/socket")));
        UnixDomainSocketAddress impossible = UnixDomainSocketAddress.of("/nonexistent/socket");
        assertThrows(IOException.class, () -> Manager.create().address(impossible).serve());
        assertThrows(IOException.class, () -> Manager.create().address(impossible).start());
    }

    @Test
    void shouldRevokeTheLeaseOfAClientThatFallsSilent() throws Exception {
        AuthKey key = AuthKey.of(JvmProcess.authKey());
        try (ManagerServer server = Manager.create().address(anyPort()).lease(Duration.ofMillis(400)).serve();
                Manager manager = Manager.connect(server.address(), key);
                Helper helper = Helper.start("silent")) {
            ManagedLock lock = manager.lock();
            ManagedQueue<String> queue = manager.queue();
            CompletableFuture<Object> late = helper.start(() -> {
                lock.lock();
                queue.put("locked with " + lock.fencingToken());
                await().atMost(LONG).untilTrue(Helper.GO);
                assertThrows(LeaseExpiredException.class, lock::unlock);
                assertThrows(LeaseExpiredException.class, () -> queue.put("late"));
            });
            long first = Long.parseLong(String.valueOf(queue.poll(LONG)).substring("locked with ".length()));
            int pid = Math.toIntExact(helper.pid());

            signal(pid, "STOP");
            assertThrows(org.weir.sync.OwnerDiedException.class, lock::lock);
            try (ManagedRecovery recovery = lock.recover(LONG)) {
                assertTrue(recovery.wasAbandoned());
                assertTrue(lock.fencingToken() > first);
                recovery.consistent();
            }
            signal(pid, "CONT");

            helper.run(() -> Helper.GO.set(true));
            Object _ = Helper.result(late);
            assertTrue(lock.tryLock(1, TimeUnit.SECONDS));
            lock.unlock();
            assertFalse(lock.isLocked());
        }
    }
}
