package org.weir.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.KeyStores;
import org.weir.channel.AuthKey;
import org.weir.channel.Tls;
import org.weir.process.UnserializableTargetException;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import java.util.logging.Logger;

import javax.net.ssl.SSLContext;

/** Managers whose clients reach them through TLS. */
@Timeout(120)
class TlsManagerTest {

    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Logger HANGING_UP = Logger.getLogger("org.weir.channel");
    /** In a helper or a worker, for the life of it. */
    private static final AtomicReference<Optional<Manager>> CONNECTED = new AtomicReference<>(Optional.empty());

    private final KeyStores store = KeyStores.of("localhost");
    private final String file = store.file().toString();

    @BeforeAll
    static void silence() {
        HANGING_UP.setLevel(Level.OFF);
    }

    @AfterAll
    static void speak() {
        HANGING_UP.setLevel(null);
    }

    private static Tls tls(String file) throws Exception {
        return Tls.of(KeyStores.context(Path.of(file), true));
    }

    private Manager manager() {
        String named = file;
        return Manager.create().address(KeyStores.anyPort()).tls(() -> tls(named));
    }

    private static void assertSays(Throwable thrown, String... parts) {
        for (String part : parts) {
            assertTrue(thrown.toString().contains(part), () -> part + " in: " + thrown);
        }
    }

    @Test
    void shouldServeOtherProcessesAndTheirProxies() throws Exception {
        String named = file;
        try (Manager manager = manager().start(); Helper helper = Helper.start("connected")) {
            assertNotEquals(ProcessHandle.current().pid(), manager.pid().orElseThrow());
            assertSays(new Throwable(manager.toString()), "tls:");
            ManagedMap<String, Integer> map = manager.map(Map.of("here", 1));
            ManagedQueue<Object> queue = manager.queue();
            InetSocketAddress address = (InetSocketAddress) manager.address();
            String text = address.getHostString();
            int port = address.getPort();

            helper.run(() -> connect(text, port, named));
            helper.run(() -> {
                Integer _ = map.merge("here", 41, Integer::sum);
                queue.put(map);
            });

            assertEquals(42, map.get("here"));
            assertEquals(map, queue.poll(LONG));
            assertEquals(2, manager.clientCount());
        }
    }

    @Test
    void shouldTakeTheTlsOfAProxyInAnotherProcessFromTheSystemProperties() throws Exception {
        try (Manager manager = manager().start()) {
            ManagedList<Integer> list = manager.list(List.of(1, 2));
            String trustStore = "javax.net.ssl.trustStore";
            try (Helper with = startWith(Map.of(trustStore, file, trustStore + "Password", KeyStores.PASSWORD))) {
                assertEquals(2, with.call(() -> list.size()));
            }
        }
    }

    /** Children inherit the properties of this JVM. */
    private static Helper startWith(Map<String, String> properties) throws IOException {
        properties.forEach(System::setProperty);
        try {
            return Helper.start("with");
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }

    @Test
    void shouldBeReachedFromTheWorkersOfItsPoolsWithTheTlsOfItsFactory() throws Exception {
        try (Manager manager = manager().authKey(AuthKey.random()).start()) {
            ManagedList<String> ready = manager.list();
            ManagedList<Integer> list = manager.list(List.of(1, 2));
            try (ManagedPool pool = manager.poolBuilder().workers(1).initializer(() -> ready.add("ready")).open()) {
                int size = pool.apply(() -> {
                    list.add(3);
                    return list.size();
                });
                assertEquals(3, size);
                assertEquals(List.of("ready"), ready.snapshot());
            }
        }
    }

    @Test
    void shouldSayInAWorkerThatItsTlsCannotBeMadeThere() throws Exception {
        Path removed = Files.copy(store.file(), Files.createTempDirectory("weir-keys").resolve("removed.p12"));
        String named = removed.toString();
        try (Manager manager = Manager.create().address(KeyStores.anyPort()).tls(() -> tls(named)).start();
                ManagedPool pool = manager.pool(1)) {
            ManagedList<Integer> list = manager.list(List.of(1, 2));
            Files.delete(removed);
            Files.delete(removed.getParent());

            assertSays(assertThrows(Exception.class, () -> pool.apply(() -> list.size())), "The TLS of the manager",
                    "process " + pool.pids().getFirst(), named);
        }
    }

    @Test
    void shouldSayInAWorkerOfAServerInThisJvmHowToTrustItAndDoSoIfTold() throws Exception {
        String named = file;
        AuthKey key = Clients.familyKey();
        try (ManagerServer server = manager().serve();
                Manager manager = Manager.connect(server.address(), key, tls(
                        file))) {
            ManagedList<Integer> list = manager.list(List.of(1, 2));
            try (ManagedPool pool = manager.pool(1)) {
                assertSays(assertThrows(Exception.class, () -> pool.apply(() -> list.size())), "Manager.connect",
                        "initializer", "javax.net.ssl.trustStore");
            }
            InetSocketAddress address = (InetSocketAddress) server.address();
            String host = address.getHostString();
            int port = address.getPort();
            try (ManagedPool pool = manager.poolBuilder()
                    .workers(1)
                    .initializer(() -> connect(host, port,
                            named))
                    .open()) {
                int size = pool.apply(() -> list.size());
                assertEquals(2, size);
            }
        }
    }

    private static void connect(String host, int port, String file) {
        try {
            Manager connected = Manager.connect(new InetSocketAddress(host, port), Clients.familyKey(), tls(file));
            CONNECTED.set(Optional.of(connected));
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Test
    void shouldSayThatTheSystemTlsDoesNotTrustTheServer() throws Exception {
        AuthKey key = Clients.familyKey();
        try (ManagerServer server = manager().serve()) {
            String text = server.addressText();
            assertSays(assertThrows(IOException.class, () -> Network.dial(text, key)), "Manager.connect",
                    "javax.net.ssl.trustStore");
            Handle handle = new Handle(1, text, 1, Kind.LIST, "");
            assertSays(assertThrows(InvalidObjectException.class, () -> Clients.here().attach(handle)),
                    "Manager.connect");
        }
    }

    @Test
    void shouldRefuseClientsWithoutTlsOrTrust() throws Exception {
        AuthKey key = AuthKey.random();
        try (ManagerServer server = manager().authKey(key).serve();
                Manager manager = Manager.connect(server.address(), key, tls(file))) {
            ManagedList<Integer> list = manager.list(List.of(1, 2, 3));
            SocketAddress address = server.address();
            assertSays(assertThrows(ManagerUnreachableException.class, () -> Manager.connect(address, key)), "TLS");
            Tls other = Tls.of(KeyStores.of("somebody else", "localhost").context());
            assertSays(assertThrows(ManagerUnreachableException.class, () -> Manager.connect(address, key, other)),
                    "trust");
            assertSays(assertThrows(ManagerUnreachableException.class,
                    () -> Manager.connect(address, AuthKey.random(), tls(file))), "authkey");
            Random random = new Random(4);
            for (int i = 0; i < 50; i++) {
                byte[] noise = new byte[random.nextInt(300)];
                random.nextBytes(noise);
                try (Socket stranger = new Socket(((InetSocketAddress) address).getHostString(),
                        ((InetSocketAddress) address).getPort())) {
                    stranger.getOutputStream().write(noise);
                } catch (IOException hungUp) {
                    // The server may be quicker.
                }
            }
            assertEquals(List.of(1, 2, 3), list.snapshot());
            assertEquals(1, manager.clientCount());
        }
        try (ManagerServer plain = Manager.create().address(KeyStores.anyPort()).authKey(key).serve()) {
            assertSays(assertThrows(ManagerUnreachableException.class,
                    () -> Manager.connect(plain.address(), key, tls(file))), "without TLS");
        }
    }

    @Test
    void shouldRefuseATlsThatCannotBe() throws Exception {
        SSLContext here = store.context();
        assertSays(assertThrows(UnserializableTargetException.class,
                () -> Manager.create().address(KeyStores.anyPort()).tls(() -> Tls.of(here)).start()), "SSLContext");
        try (ManagerServer server = Manager.create().address(KeyStores.anyPort()).tls(() -> Tls.of(here)).serve()) {
            assertSays(new Throwable(server.toString()), "tls:");
        }
        String named = file;
        assertSays(assertThrows(IllegalStateException.class, () -> Manager.create().tls(() -> tls(named)).start()),
                "TCP");
        assertSays(assertThrows(IllegalStateException.class, () -> Manager.create().tls(() -> tls(named)).serve()),
                "TCP");
        assertSays(assertThrows(IOException.class,
                () -> Manager.create().address(KeyStores.anyPort()).tls(() -> tls("/nonexistent")).start()),
                "/nonexistent");
        java.net.UnixDomainSocketAddress unix = java.net.UnixDomainSocketAddress.of("/nonexistent/socket");
        assertThrows(IllegalArgumentException.class, () -> Manager.connect(unix, AuthKey.random(), tls(named)));
        String elsewhere = KeyStores.of("elsewhere.example").file().toString();
        assertSays(assertThrows(ManagerUnreachableException.class,
                () -> Manager.create().address(KeyStores.anyPort()).tls(() -> tls(elsewhere)).start()), "127.0.0.1");
    }
}
