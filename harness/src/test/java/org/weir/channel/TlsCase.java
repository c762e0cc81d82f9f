package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.weir.KeyStores;

import java.io.IOException;
import java.time.Duration;

/** Listeners and clients that have a key and a certificate. */
abstract class TlsCase {

    static final Duration SOON = Duration.ofSeconds(30);
    static final AuthKey KEY = AuthKey.random();

    final KeyStores store = KeyStores.of("localhost");
    final ConnectionOptions plain = ConnectionOptions.of(KEY);
    final ConnectionOptions options = plain.withTls(store.context());

    TlsCase() throws Exception {}

    Listener listen() throws IOException {
        return Listener.open(KeyStores.anyPort(), options);
    }

    /** It takes the next client that has what it should, and has let in nobody before. */
    static void assertLivesOn(Listener listener, ConnectionOptions right) throws IOException {
        try (Connection client = Client.connect(listener.address(), right);
                Connection accepted = listener.accept(SOON).orElseThrow()) {
            client.send("still here");
            assertEquals("still here", accepted.recv());
        }
        assertTrue(listener.accept(Duration.ZERO).isEmpty(), "no stranger was let in");
    }
}
