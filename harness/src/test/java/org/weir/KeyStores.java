package org.weir;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Key stores with a key and a certificate that it has signed itself, made by the JDK's {@code keytool} when wanted. */
public final class KeyStores {

    /** Of all of them. */
    public static final String PASSWORD = "only for tests";

    private static final Map<String, KeyStores> MADE = new ConcurrentHashMap<>();

    private final Path file;

    private KeyStores(Path file) {
        this.file = file;
    }

    /** One for this host; two of different {@code owner}s do not trust each other. */
    public static KeyStores of(String owner, String host) {
        return MADE.computeIfAbsent(owner + " at " + host, _ -> make(host));
    }

    /** One for this host, and 127.0.0.1 if that is localhost. */
    public static KeyStores of(String host) {
        return of("weir", host);
    }

    private static KeyStores make(String host) {
        try {
            Path directory = Files.createTempDirectory("weir-keys");
            Path file = directory.resolve("store.p12");
            directory.toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                    "-genkeypair", "-alias", "weir", "-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=weir",
                    "-ext", "SAN=dns:" + host + (host.equals("localhost") ? ",ip:127.0.0.1" : ""), "-validity", "2",
                    "-storetype", "PKCS12", "-keystore", file.toString(), "-storepass", PASSWORD)
                    .redirectErrorStream(true)
                    .start();
            String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (keytool.waitFor() != 0) {
                throw new IllegalStateException("keytool failed: " + said);
            }
            return new KeyStores(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    public Path file() {
        return file;
    }

    /** With the key, and trust in its certificate. */
    public SSLContext context() throws GeneralSecurityException, IOException {
        return context(file, true);
    }

    /** With trust in the certificate, and no key. */
    public SSLContext trust() throws GeneralSecurityException, IOException {
        return context(file, false);
    }

    /** From the file of one of these, in whatever process. */
    public static SSLContext context(Path file, boolean withKey) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD.toCharArray());
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(Optional.of(keys.getKeyManagers()).filter(_ -> withKey).orElse(new KeyManager[0]),
                trust.getTrustManagers(), null);
        return context;
    }

    /** A free port of this machine alone. */
    public static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
