package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.Objects;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How the TCP connections of a listener or a client are encrypted: by the JDK's TLS, of version 1.3 alone, because both
 * ends are Weir on a JDK that has it. It comes before the exchange of proofs of the {@link AuthKey}, and replaces none of
 * it.
 *
 * <p>A client checks that the listener's certificate is trusted by its {@link SSLContext} and issued for the host that it
 * dials, as a browser does. A listener asks for a client's certificate if told to, by {@link #needClientAuth()}.
 *
 * <p>Unix sockets do not take it: they never leave the machine, and who may open them is for the file system to say.
 *
 * <p>Immutable, and of the process that made it: an {@code SSLContext} cannot be sent. Who needs one elsewhere sends a
 * {@link Factory}, or names the key and trust stores by the JDK's system properties, for {@link #system()}.
 */
public final class Tls {

    private static final String[] VERSIONS = {"TLSv1.3"};
    private static final String CHECK_HOST = "HTTPS";
    private static final String NO_CHECK = "";

    private final SSLContext context;
    /** Never changed. */
    private final SSLParameters parameters;

    /** Makes the TLS of whichever process it runs in; what it captures is sent there, such as the name of a file. */
    @FunctionalInterface
    public interface Factory extends Serializable {
        /** Called once a server or client. */
        Tls create() throws Exception;
    }

    private Tls(SSLContext context, @Nullable SSLParameters parameters) {
        this.context = context;
        this.parameters = copy(context, parameters);
    }

    private static SSLParameters copy(SSLContext context, @Nullable SSLParameters parameters) {
        SSLEngine scratch = context.createSSLEngine();
        if (parameters != null) {
            scratch.setSSLParameters(parameters);
        }
        return scratch.getSSLParameters();
    }

    /**
     * With the keys and the trust of {@code context}.
     *
     * @throws IllegalStateException if it was not initialised
     */
    public static Tls of(SSLContext context) {
        return new Tls(Objects.requireNonNull(context, "context"), null);
    }

    /**
     * With {@link SSLContext#getDefault()}, whose stores are named by the system properties
     * {@code javax.net.ssl.keyStore}, {@code keyStorePassword}, {@code trustStore} and {@code trustStorePassword}. The
     * children of a process inherit them.
     *
     * @throws IllegalStateException if a store cannot be read
     */
    public static Tls system() {
        try {
            return of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException unreadable) {
            throw new IllegalStateException("The JDK's default SSLContext cannot be made: " + unreadable.getMessage()
                    + ". Check the files and passwords of the system properties javax.net.ssl.keyStore and"
                    + " javax.net.ssl.trustStore.", unreadable);
        }
    }

    /**
     * The same with other parameters, which are copied; their protocols are not used. A client checks the host unless
     * their endpoint identification algorithm is {@code ""}; a listener never does.
     *
     * @throws IllegalArgumentException if the context does not have what they name
     */
    public Tls with(SSLParameters other) {
        return new Tls(context, Objects.requireNonNull(other, "parameters"));
    }

    /** The same, but as a listener it refuses clients without a certificate that the context trusts. */
    public Tls needClientAuth() {
        SSLParameters stricter = copy(context, parameters);
        stricter.setNeedClientAuth(true);
        return with(stricter);
    }

    SSLEngine forClient(SocketAddress address) {
        SSLEngine engine = address instanceof InetSocketAddress tcp
                ? context.createSSLEngine(tcp.getHostString(), tcp.getPort())
                : context.createSSLEngine();
        String check = parameters.getEndpointIdentificationAlgorithm();
        return configured(engine, true, check == null ? CHECK_HOST : check);
    }

    SSLEngine forListener() {
        return configured(context.createSSLEngine(), false, NO_CHECK);
    }

    private SSLEngine configured(SSLEngine engine, boolean isClient, String check) {
        engine.setUseClientMode(isClient);
        SSLParameters own = copy(context, parameters);
        own.setProtocols(VERSIONS);
        own.setEndpointIdentificationAlgorithm(check);
        engine.setSSLParameters(own);
        return engine;
    }

    /** Throws if {@code options} ask for TLS where there is none. */
    static void require(SocketAddress address, ConnectionOptions options) {
        if (options.tls().isPresent() && address instanceof UnixDomainSocketAddress) {
            throw new IllegalArgumentException("TLS is for TCP; " + address
                    + " is a Unix socket, which never leaves the"
                    + " machine. Give an InetSocketAddress, or no TLS and a directory that others cannot enter.");
        }
    }

    @Override
    public String toString() {
        return "Tls[" + VERSIONS[0] + (parameters.getNeedClientAuth() ? ", clients need a certificate]" : "]");
    }
}
