package org.weir.examples;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.os.Processes;
import org.weir.os.Signal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The program as a person runs it: in a JVM of its own, with a pipe for a keyboard, and with Ctrl-C, which a build in the
 * background of a script has ignored.
 */
@Timeout(300)
class ControllerAndDispatcherTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int WORKERS = 2;

    private Path errors;
    private Process program;
    private BufferedWriter keyboard;
    private BufferedReader screen;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        errors = directory.resolve("errors");
        program = new ProcessBuilder("env", "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), ControllerAndDispatcher.class.getName())
                .redirectError(errors.toFile())
                .start();
        keyboard = program.outputWriter();
        screen = program.inputReader();
        assertTrue(screen.readLine().startsWith("Type an integer"));
    }

    @AfterEach
    void end() {
        program.descendants().forEach(ProcessHandle::destroyForcibly);
        program.destroyForcibly();
    }

    @Test
    void shouldAnswerEveryTicketOnceThoughWorkersAreKilled() throws IOException, InterruptedException {
        int numbers = 300;
        type("1");
        assertEquals(ticket(1) + "1 is odd, 1^3 = 1, 1^5 = 1", screen.readLine());
        ProcessHandle dispatcher = dispatcher();
        List<String> answers = new ArrayList<>();
        for (int number = 2; number <= numbers; number++) {
            type(String.valueOf(number));
            if (number % 100 == 0) {
                killWorkers(dispatcher);
            }
        }
        type("quit");

        for (String line = screen.readLine(); line != null; line = screen.readLine()) {
            answers.add(line);
        }
        assertEquals(numbers + " tickets, all answered.", answers.removeLast());
        assertEquals(new TreeSet<>(IntStream.rangeClosed(2, numbers).mapToObj(this::answer).toList()),
                new TreeSet<>(answers));
        assertEquals(numbers - 1, answers.size(), "a ticket was answered twice");
        assertEquals(0, program.waitFor());
        assertTrue(Files.readString(errors).contains("ended: SIGKILL. Another one takes its place and its task."));
    }

    @Test
    void shouldLeaveNoProcessAfterCtrlC() throws IOException, InterruptedException {
        type("2");
        assertNotNull(screen.readLine());
        dispatcher();
        List<ProcessHandle> others = program.descendants().toList();

        Processes.send(program.pid(), Signal.SIGINT);

        assertEquals(130, program.waitFor());
        await().atMost(PATIENCE).untilAsserted(() -> assertFalse(others.stream().anyMatch(ProcessHandle::isAlive)));
    }

    @Test
    void shouldSayWhichTicketsAreOpenWhenTheDispatcherIsKilled() throws IOException, InterruptedException {
        ProcessHandle dispatcher = dispatcher();
        Processes.send(dispatcher.pid(), Signal.SIGSTOP);
        type("2");
        Processes.send(dispatcher.pid(), Signal.SIGKILL);
        await().atMost(PATIENCE).until(() -> !dispatcher.isAlive());
        type("quit");

        assertEquals(1, program.waitFor());
        String said = Files.readString(errors);
        assertTrue(said.contains("the dispatcher ended: SIGKILL; not answered: [" + program.pid() + "-1]"), said);
    }

    @Test
    void shouldSayWhatToTypeInTheRefusal() {
        NumberFormatException refused = assertThrows(NumberFormatException.class,
                () -> ControllerAndDispatcher.parse(" 1e3 "));
        assertEquals(
                "\"1e3\" is not an integer. Type digits, such as 12 or -7; what was typed before is being answered.",
                refused.getMessage());
        assertThrows(NumberFormatException.class, () -> ControllerAndDispatcher.parse("9".repeat(1001)));
    }

    /** The child of the program that has the workers for children, both of them. */
    private ProcessHandle dispatcher() {
        return await().atMost(PATIENCE)
                .until(() -> program.children().filter(child -> child.children().count() >= WORKERS).findFirst(),
                        Optional::isPresent)
                .orElseThrow();
    }

    private static void killWorkers(ProcessHandle dispatcher) throws IOException {
        for (ProcessHandle worker : dispatcher.children().toList()) {
            Processes.send(worker.pid(), Signal.SIGKILL);
        }
    }

    private void type(String line) throws IOException {
        keyboard.write(line);
        keyboard.newLine();
        keyboard.flush();
    }

    private String ticket(int number) {
        return "Ticket " + program.pid() + "-" + number + ": ";
    }

    private String answer(int number) {
        long n = number;
        String even = n + " is even, " + n + "^2 = " + n * n + ", " + n + "^4 = " + n * n * n * n;
        String odd = n + " is odd, " + n + "^3 = " + n * n * n + ", " + n + "^5 = " + n * n * n * n * n;
        return ticket(number) + (n % 2 == 0 ? even : odd);
    }
}
