package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.process.Children.SOON;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;

import java.io.EOFException;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** What becomes of an end of a pipe that a process was given which did not live to receive it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class EndsOfDeadProcessesTest {

    /** Ends the process that reads it. */
    private static final class EndsItsReader implements Serializable {
        private static final long serialVersionUID = 1L;
        private final long home = ProcessHandle.current().pid();

        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (home != ProcessHandle.current().pid()) {
                Runtime.getRuntime().halt(3);
            }
        }
    }

    private static JvmProcess unableToBegin(Connection end) {
        return JvmProcess.of(connection -> connection.send("here"), end)
                .jvmArgs("-XX:NoOptionOfAnyJvm")
                .stdio(Stdio.discard());
    }

    private static void assertEnded(Connection end) throws IOException {
        assertTrue(end.poll(SOON), "the other end is still held");
        assertThrows(EOFException.class, end::recv);
    }

    @Test
    void shouldNotHoldAnEndForAProcessThatEndedBeforeItReceivedIt() throws Exception {
        for (Pipe each : new Pipe[]{Pipe.create(), Pipe.simplex(), Pipe.raw()}) {
            try (Pipe pipe = each) {
                JvmProcess process = unableToBegin(pipe.second()).start();
                pipe.second().close();

                assertEnded(pipe.first());

                assertTrue(process.join(SOON));
            }
        }
    }

    @Test
    void shouldNotHoldAnEndForAProcessThatEndedWhileItReadItsArguments() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            JvmProcess process = JvmProcess.of((_, connection) -> connection.send("here"), new EndsItsReader(),
                    pipe.second()).start();
            pipe.second().close();

            assertEnded(pipe.first());

            assertTrue(process.join(SOON));
            assertEquals(3, process.exitCode().orElseThrow());
        }
    }

    @Test
    void shouldHaveLetGoOfTheEndWhenItTellsThatTheProcessHasEnded() throws Exception {
        Pipe pipe = Pipe.create();
        JvmProcess process = unableToBegin(pipe.second()).start();
        pipe.close();

        process.join();

        pipe.free();
    }

    @Test
    void shouldHoldAnEndForOthersWhoWereSentItWhenOneHasEnded() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            byte[] onItsWay = Codec.standard().encode(pipe.second());
            JvmProcess process = unableToBegin(pipe.second()).start();
            pipe.second().close();
            process.join();

            assertFalse(pipe.first().poll(Duration.ofMillis(120)), "another one is to receive it");

            Connection arrived = assertInstanceOf(Connection.class, Codec.standard().decode(onItsWay));
            arrived.send("late");
            assertEquals("late", pipe.first().recv());
            arrived.close();
            assertEnded(pipe.first());
        }
    }

    @Test
    void shouldNotHoldAnEndForAProcessThatCouldNotBeStarted() throws Exception {
        try (Pipe pipe = Pipe.create()) {
            JvmProcess process = JvmProcess.of((connection, other) -> connection.send(other.toString()), pipe.second(),
                    new Object());

            assertThrows(UnserializableTargetException.class, process::start);

            pipe.second().close();
            assertEnded(pipe.first());
        }
    }

    // ---- in the tasks of a pool

    @Test
    void shouldNotHoldAnEndForAWorkerThatEndedWhileItReadItsArguments() throws Exception {
        try (Pipe pipe = Pipe.create(); ProcessPool pool = ProcessPool.of(1)) {
            CompletableFuture<List<String>> victim = pool.starmapAsync((_, connection) -> connection.toString(),
                    List.of(Map.entry(new EndsItsReader(), pipe.second())));
            pipe.second().close();

            assertInstanceOf(WorkerDiedException.class,
                    assertThrows(ExecutionException.class, () -> victim.get(SOON.toSeconds(), TimeUnit.SECONDS))
                            .getCause());
            assertEnded(pipe.first());
        }
    }

    @Test
    void shouldNotHoldEndsForCancelledTasksThatWereNotBegun() throws Exception {
        try (Pipe ofTask = Pipe.create();
                Pipe ofMapper = Pipe.create();
                Pipe ofArgument = Pipe.create();
                Pipe waits = Pipe.create();
                Pipe go = Pipe.create();
                ProcessPool pool = ProcessPool.of(1)) {
            CompletableFuture<Object> running = busy(pool, go);
            CompletableFuture<String> goesOn = sendOf(pool, waits.second());
            CompletableFuture<String> task = sendOf(pool, ofTask.second());
            Connection mapperEnd = ofMapper.second();
            CompletableFuture<List<String>> map = pool.mapAsync(x -> x + mapperEnd.toString(), List.of(1, 2, 3), 1);
            CompletableFuture<List<String>> arguments = pool.mapAsync(Connection::toString,
                    List.of(ofArgument.second()), 1);
            for (Pipe each : List.of(ofTask, ofMapper, ofArgument, waits)) {
                each.second().close();
            }

            assertTrue(task.cancel(false) && map.cancel(false) && arguments.cancel(false));

            assertEnded(ofTask.first());
            assertEnded(ofMapper.first());
            assertEnded(ofArgument.first());
            go.first().send("go on");
            assertEquals("go on", running.get(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals("here", waits.first().recv());
            assertEquals("sent", goesOn.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldHoldAnEndInAMapperUntilItsLastTaskIsOver() throws Exception {
        try (Pipe pipe = Pipe.create(); Pipe go = Pipe.create(); ProcessPool pool = ProcessPool.of(1)) {
            CompletableFuture<Object> running = busy(pool, go);
            Connection end = pipe.second();
            PoolIterator<String> results = pool.imap(x -> {
                end.send(x);
                return "sent";
            }, List.of(1, 2), 1);
            CompletableFuture<List<String>> map = pool.mapAsync(x -> {
                end.send(x);
                return "sent too";
            }, List.of(3, 4), 1);
            end.close();
            assertFalse(pipe.first().poll(Duration.ofMillis(120)), "it is on its way");

            go.first().send("go on");

            assertEquals("go on", running.get(SOON.toSeconds(), TimeUnit.SECONDS));
            assertEquals("sent", results.next());
            assertEquals("sent", results.next());
            assertEquals(List.of("sent too", "sent too"), map.get(SOON.toSeconds(), TimeUnit.SECONDS));
            for (int i = 1; i <= 4; i++) {
                assertEquals(i, pipe.first().recv());
            }
        }
    }

    /** A task that goes on when something comes from {@code go}; it has begun. */
    private static CompletableFuture<Object> busy(ProcessPool pool, Pipe go) throws IOException {
        Connection begun = go.second();
        CompletableFuture<Object> running = pool.submit(() -> {
            begun.send("begun");
            return begun.recv();
        });
        assertEquals("begun", go.first().recv());
        return running;
    }

    @Test
    void shouldNotHoldAnEndForATaskOfAPoolThatIsEnded() throws Exception {
        try (Pipe pipe = Pipe.create(); Pipe go = Pipe.create()) {
            ProcessPool pool = ProcessPool.of(1);
            CompletableFuture<Object> running = busy(pool, go);
            CompletableFuture<String> waits = sendOf(pool, pipe.second());
            pipe.second().close();

            pool.shutdownNow();

            assertEnded(pipe.first());
            assertTrue(waits.isCompletedExceptionally());
            assertThrows(ExecutionException.class, () -> running.get(SOON.toSeconds(), TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldNotHoldEndsForWhatCannotBeSerialized() throws Exception {
        try (Pipe ofArgument = Pipe.create();
                Pipe ofMapper = Pipe.create();
                Pipe ofTask = Pipe.create();
                Pipe ofChunkBefore = Pipe.create();
                ProcessPool pool = ProcessPool.of(1)) {
            assertThrows(UnserializableTargetException.class,
                    () -> pool.starmapAsync((connection, other) -> connection.toString() + other,
                            List.of(Map.entry(ofArgument.second(), new Object()))));
            Object unsendable = new Object();
            Connection mapperEnd = ofMapper.second();
            assertThrows(UnserializableTargetException.class,
                    () -> pool.imap(x -> mapperEnd.toString() + unsendable + x, List.of(1)));
            Connection taskEnd = ofTask.second();
            assertThrows(UnserializableTargetException.class,
                    () -> pool.submit(() -> taskEnd.toString() + unsendable));
            assertThrows(UnserializableTargetException.class,
                    () -> pool.mapAsync(Object::toString, List.of(ofChunkBefore.second(), unsendable), 1));

            for (Pipe each : List.of(ofArgument, ofMapper, ofTask, ofChunkBefore)) {
                each.second().close();
                assertEnded(each.first());
            }
        }
    }

    private static CompletableFuture<String> sendOf(ProcessPool pool, Connection end) {
        return pool.submit(() -> {
            end.send("here");
            return "sent";
        });
    }
}
