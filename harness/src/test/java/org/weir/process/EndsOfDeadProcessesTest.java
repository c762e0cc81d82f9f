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
}
