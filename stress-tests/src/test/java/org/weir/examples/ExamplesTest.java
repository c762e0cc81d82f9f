package org.weir.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The examples print what the documents print. Children's lines are pumped to this JVM's standard output in a test. */
@Timeout(120)
class ExamplesTest {

    static Stream<Arguments> printed() {
        return Stream.of(
                example("PrivateList", "Result(in process p1): [1, 4, 9, 16]", "Result(in main program): []"),
                example("SharedSquares", "Result(in process p1): [1, 4, 9, 16]", "Sum of squares(in process p1): 30",
                        "Result(in main program): [1, 4, 9, 16]", "Sum of squares(in main program): 30"),
                example("QueueOfSquares", "Queue elements:", "1", "4", "9", "16", "Queue is now empty!"),
                example("Worker", "Worker started", "Worker finished", "Main process finished"),
                example("SharedIncrements", "Shared Value: 2000", "Shared Array: [2, 3, 4, 5, 6]"),
                example("RecordsInAManager", "New record added!", "", "Name: Sam", "Score: 10", "", "Name: Adam",
                        "Score: 9", "", "Name: Kevin", "Score: 9", "", "Name: Jeff", "Score: 8", ""),
                example("JoinableQueueWithADaemon", IntStream.range(0, 50)
                        .mapToObj(number -> "Process-1 ::  " + number)
                        .toArray(String[]::new)),
                example("PoolOfSquares", "[0, 1, 4, 9, 16, 25, 36, 49, 64, 81]"),
                example("Temperatures", "[96.8, 98.6, 100.4, 102.2]", "[36.0, 37.0, 38.0, 39.0]"),
                example("LockedTasks", "Final value: 10"),
                example("PowersThroughQueues", "Result: [x^2, 1, 4, 9, 16]", "Result: [x^3, 1, 8, 27, 64]",
                        "Result: [x^4, 1, 16, 81, 256]"),
                example("AnythingThroughAPipe", "parent:Send:42", "parent:Send:some string", "parent:Send:{one=1}",
                        "parent:Send:Custom[name=x]", "parent:Send:Optional.empty", "Child:Receive:42",
                        "Child:Receive:some string", "Child:Receive:{one=1}", "Child:Receive:Custom[name=x]"),
                example("NegatedArray", "3.141592", "[0, -1, -2, -3, -4, -5, -6, -7, -8, -9]"));
    }

    private static Arguments example(String name, String... lines) {
        return Arguments.of(name, List.of(lines));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("printed")
    void shouldPrintWhatTheDocumentPrints(String name, List<String> lines) throws Exception {
        List<String> printed = run(name).stream()
                .map(line -> line.replaceAll("^Process-\\d+ ::", "Process-1 ::"))
                .toList();
        assertEquals(lines, printed);
    }

    @Test
    void shouldKeepTheOrderOfEachSideOfAPipe() throws Exception {
        List<String> lines = run("PipeOfMessages");
        assertEquals(List.of("hello", "hey", "hru?", "END"), after(lines, "Sent the message: "));
        assertEquals(List.of("hello", "hey", "hru?"), after(lines, "Received the message: "));
    }

    @Test
    void shouldLoseIncrementsWithoutALockOnly() throws Exception {
        List<String> lines = run("UnlockedAndLockedCounter");
        assertTrue(Integer.parseInt(after(lines, "value = ").getFirst()) <= 500, lines::toString);
        assertEquals(List.of("500"), after(lines, "Counter = "));
    }

    @Test
    void shouldRunTwoProcessesOfAClassAtOnce() throws Exception {
        List<String> lines = run("CountdownProcess");
        assertEquals(List.of("3", "2", "1"), after(lines, "p1: "));
        assertEquals(List.of("4", "3", "2", "1"), after(lines, "p2: "));
    }

    @Test
    void shouldCatchAsManySalmonAsCame() throws Exception {
        List<String> lines = run("BearAndSalmon");
        assertEquals(3, lines.stream().filter(line -> line.contains("Caught a Salmon")).count(), lines::toString);
        assertEquals("[MainProcess] Finishing the Main process", lines.getLast());
    }

    @Test
    void shouldShowTheParentOfAChild() throws Exception {
        List<String> pids = after(run("WhoIsWho"), " process id: ");
        assertEquals(String.valueOf(ProcessHandle.current().pid()), pids.getFirst());
        assertEquals(2, pids.size());
    }

    @Test
    void shouldListAllExamplesAndNoOthers() throws IOException {
        try (InputStream in = ExamplesTest.class.getResourceAsStream("/META-INF/weir/examples");
                Stream<Path> sources = Files.list(Path.of("src/main/java/org/weir/examples"))) {
            assertNotNull(in);
            List<String> listed = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                    .map(line -> line.substring(line.lastIndexOf('.', line.indexOf('\t')) + 1, line.indexOf('\t')))
                    .toList();
            assertEquals(sources.map(path -> path.getFileName().toString().replace(".java", ""))
                    .filter(name -> !name.equals("package-info"))
                    .sorted()
                    .toList(), listed);
        }
    }

    @Test
    void shouldAnswerEveryTicketOnceAndRefuseWhatIsNoInteger() throws Exception {
        InputStream before = System.in;
        PrintStream errors = System.err;
        ByteArrayOutputStream refused = new ByteArrayOutputStream();
        List<String> lines;
        try (PrintStream captured = new PrintStream(refused, true, StandardCharsets.UTF_8)) {
            System.setIn(new ByteArrayInputStream("4\nthree\n\n-3\n1.5\nquit\n5\n".getBytes(StandardCharsets.UTF_8)));
            System.setErr(captured);
            lines = run("ControllerAndDispatcher");
        } finally {
            System.setIn(before);
            System.setErr(errors);
        }

        String pid = String.valueOf(ProcessHandle.current().pid());
        assertEquals(List.of("Ticket " + pid + "-1: 4 is even, 4^2 = 16, 4^4 = 256",
                "Ticket " + pid + "-2: -3 is odd, (-3)^3 = -27, (-3)^5 = -243"),
                lines.stream().filter(line -> line.startsWith("Ticket ")).sorted().toList());
        assertEquals("2 tickets, all answered.", lines.getLast());
        List<String> refusals = refused.toString(StandardCharsets.UTF_8).lines().toList();
        assertEquals(2, refusals.size(), refusals::toString);
        assertTrue(refusals.getFirst().startsWith("\"three\" is not an integer. Type digits"), refusals::toString);
    }

    private static List<String> after(List<String> lines, String prefix) {
        return lines.stream()
                .filter(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()))
                .toList();
    }

    private static List<String> run(String name) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setOut(captured);
            Method main = Class.forName("org.weir.examples." + name).getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[0]);
        } finally {
            System.setOut(before);
        }
        return new ArrayList<>(bytes.toString(StandardCharsets.UTF_8).lines().toList());
    }
}
