package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedFile;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.WorkerPool;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A pool of four asks a slow service for the places of ten cities: all answers come, in the order of the cities, and a
 * failure of the service reaches the caller.
 *
 * <p>
 * The document asks a service on the Internet. Here a server in the parent's process stands for it: it answers each
 * question after up to two milliseconds, and refuses one place. The first map asks for ten places that exist, the
 * second for a place that does not among two that do.
 *
 * <pre>{@code
 * ./weir run SlowService
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("60s")
@Description("A pool over a slow service: all results in order; a failure reaches the caller.")
@Claim(id = "SD29", value = "The pool gives all answers in the order of the places, and a failure reaches the caller.", held = "in order, no such place: Atlantis")
@Ref("seed 004, About multi-process: geocoding_by_multiprocessing.py, with Pool(POOL_SIZE) as pool (SD29)")
@Outcome(id = "in order, no such place: Atlantis", expect = ACCEPTABLE, desc = "All answers in order, and the failure with its reason.")
@Outcome(expect = FORBIDDEN, desc = "An answer is missing or elsewhere, or the failure got lost.")
public class SlowService implements AutoCloseable {
    private static final List<String> PLACES = List.of("Reykjavik", "Vien", "Zadar", "Venice", "Wrocow", "Bolognia",
            "Berlin", "Dehil", "New York", "Osaka");

    final SharedFile address = SharedFile.absent();
    private Optional<ServerSocketChannel> server = Optional.empty();

    @BeforeWorker
    static void open() throws Exception {
        WorkerPool.open(4);
    }

    @Actor
    public void parent(LL_Result r) throws Exception {
        ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(address.path()), 64);
        server = Optional.of(listening);
        Thread.ofPlatform().daemon().start(() -> serve(listening));
        String path = address.path().toString();
        List<String> answers = WorkerPool.get().map(place -> ask(path, place), PLACES, 1);
        r.r1 = answers.equals(PLACES.stream().map(SlowService::locate).toList()) ? "in order" : answers.toString();
        try {
            r.r2 = WorkerPool.get()
                    .map(place -> ask(path, place), List.of("Berlin", "Atlantis", "Osaka"), 1)
                    .toString();
        } catch (IOException failed) {
            r.r2 = failed.getMessage();
        }
    }

    private static String ask(String path, String place) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(place.getBytes(StandardCharsets.UTF_8)));
            channel.shutdownOutput();
            String answer = read(channel);
            if (answer.startsWith("no such place")) {
                throw new IOException(answer);
            }
            return answer;
        }
    }

    private static String read(SocketChannel channel) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(256);
        while (channel.read(buffer) >= 0) {
            if (!buffer.hasRemaining()) {
                throw new IOException("a message of more than " + buffer.capacity() + " bytes");
            }
        }
        return new String(buffer.array(), 0, buffer.position(), StandardCharsets.UTF_8);
    }

    private static void serve(ServerSocketChannel listening) {
        try {
            while (true) {
                SocketChannel client = listening.accept();
                Thread.ofPlatform().daemon().start(() -> answer(client));
            }
        } catch (IOException _) {
            // the sample is over, and the service closed
        }
    }

    private static void answer(SocketChannel client) {
        try (client) {
            String place = read(client);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(place.hashCode() & 2047));
            client.write(ByteBuffer.wrap(locate(place).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException _) {
            // the one who asked sees the end of the answer
        }
    }

    private static String locate(String place) {
        return place.equals("Atlantis") ? "no such place: Atlantis" : place + " " + (place.hashCode() & 63);
    }

    @Override
    public void close() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
    }
}
