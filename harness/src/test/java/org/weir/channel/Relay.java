package org.weir.channel;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Stands between a client and a listener, as an attacker would: it can cut what it carries, or change it. */
final class Relay implements Closeable {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final AtomicLong toListener = new AtomicLong();
    private final AtomicLong cutAfter = new AtomicLong(Long.MAX_VALUE);
    private final AtomicInteger flip = new AtomicInteger();

    Relay(SocketAddress listener) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try {
                while (true) {
                    Socket client = server.accept();
                    Socket onwards = new Socket(InetAddress.getLoopbackAddress(), ((InetSocketAddress) listener)
                            .getPort());
                    open.add(client);
                    open.add(onwards);
                    Thread.ofPlatform().daemon().start(() -> carry(client, onwards, true));
                    Thread.ofPlatform().daemon().start(() -> carry(onwards, client, false));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
    }

    SocketAddress address() {
        return server.getLocalSocketAddress();
    }

    /** How many bytes went to the listener. */
    long carried() {
        return toListener.get();
    }

    /** Ends both connections, as the kernel does for a process that dies, after so many more bytes to the listener. */
    void cutAfter(long bytes) throws IOException {
        cutAfter.set(toListener.get() + bytes);
        if (bytes == 0) {
            cut();
        }
    }

    /** Changes {@code bits} of the next byte to the listener. */
    void damage(int bits) {
        flip.set(bits);
    }

    private void cut() throws IOException {
        for (Socket each : open) {
            each.shutdownOutput();
        }
    }

    private void carry(Socket from, Socket to, boolean isToListener) {
        try (from; to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8192];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                if (isToListener) {
                    buffer[count - 1] ^= (byte) flip.getAndSet(0);
                    count = (int) Math.min(count, cutAfter.get() - toListener.get());
                    toListener.addAndGet(count);
                }
                out.write(buffer, 0, count);
                if (isToListener && toListener.get() == cutAfter.get()) {
                    cut();
                }
            }
        } catch (IOException gone) {
            // One of the ends has hung up, or the test is over.
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket each : open) {
            each.close();
        }
    }
}
