package org.weir.process;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;
import static org.weir.process.Children.launch;
import static org.weir.process.Roles.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ControlServerTest extends Launching {

    private static final String WRONG_TOKEN = "0".repeat(Hello.TOKEN_LENGTH);

    @Test
    @Row("PR32")
    void shouldHangUpOnAWrongSecret() throws IOException {
        launcher.launch(JvmSpec.of());
        assertHungUpOn(frame(FrameChannel.HELLO, new Hello(1, ProcessHandle.current().pid(), 1, WRONG_TOKEN).encode()));
    }

    @Test
    void shouldHangUpOnASecretThatWasUsedBefore() throws IOException {
        ChildJvm child = launcher.launch(JvmSpec.of());
        String token = Arrays.stream(Files.readString(Path.of("/proc/" + child.pid() + "/environ")).split("\0", -1))
                .filter(variable -> variable.startsWith(ChildMain.TOKEN_VARIABLE + "="))
                .map(variable -> variable.substring(variable.indexOf('=') + 1))
                .findFirst()
                .orElseThrow();
        assertHungUpOn(frame(FrameChannel.HELLO, new Hello(1, child.pid(), child.slot(), token).encode()));
        child.assign("first", Roles.Introduction.class);
        assertTrue(text(child.receive(SOON)).startsWith("first "), "the child is not affected");
    }

    @Test
    void shouldHangUpOnAnyFirstFrameButAHello() throws IOException {
        assertHungUpOn(frame(FrameChannel.DATA, new byte[Hello.BYTES]));
    }

    @Test
    void shouldHangUpOnAHelloOfAnotherLength() throws IOException {
        assertHungUpOn(frame(FrameChannel.HELLO, new byte[Hello.BYTES - 1]));
    }

    @Test
    void shouldHangUpOnAStrangerThatAnnouncesMuch() throws IOException {
        assertHungUpOn(ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).put(FrameChannel.HELLO).array());
    }

    @Test
    void shouldHangUpOnNoise() throws IOException {
        assertHungUpOn("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void shouldServeChildrenWhileStrangersSayNothingAndHangUpOnThemInTheEnd() throws IOException {
        List<SocketChannel> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 80; i++) {
                silent.add(connect());
            }
            ChildJvm child = launch(launcher, "first", Roles.Introduction.class);
            assertTrue(text(child.receive(SOON)).startsWith("first "));
            await().atMost(SOON).until(() -> launcher.refusedConnections() == silent.size());
        } finally {
            for (SocketChannel channel : silent) {
                channel.close();
            }
        }
    }

    private void assertHungUpOn(byte[] said) throws IOException {
        long before = launcher.refusedConnections();
        try (SocketChannel stranger = connect()) {
            stranger.write(ByteBuffer.wrap(said));
            assertEquals(-1, stranger.read(ByteBuffer.allocate(1)));
        }
        assertEquals(before + 1, launcher.refusedConnections());
    }

    private static byte[] frame(byte kind, byte[] payload) {
        return ByteBuffer.allocate(5 + payload.length).putInt(payload.length).put(kind).put(payload).array();
    }

    private SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(launcher.directory().resolve(ChildMain.SOCKET)));
        return channel;
    }
}
