package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

import org.jspecify.annotations.Nullable;
import org.weir.process.PoolIterator;
import org.weir.process.ProcessPool;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

class PoolProperties {
    private static @Nullable ProcessPool shared;

    @BeforeContainer
    static void open() throws IOException {
        shared = ProcessPool.of(2);
    }

    @AfterContainer
    static void close() {
        pool().close();
    }

    private static ProcessPool pool() {
        return Objects.requireNonNull(shared);
    }

    /** A request to the pool. */
    sealed interface Request {
        /** How many tasks it has. */
        int tasks();
    }

    /** One task. */
    record Submit(boolean fails) implements Request {
        @Override
        public int tasks() {
            return 1;
        }
    }

    /** One task whose future is cancelled right away. */
    record Cancel() implements Request {
        @Override
        public int tasks() {
            return 1;
        }
    }

    /** How results of many tasks are asked for. */
    enum Form {
        MAP, IMAP, IMAP_UNORDERED
    }

    /** Many tasks, of which one fails if it has a number among them. */
    record Many(Form form, int tasks, int chunk, int failing) implements Request {}

    /** A request under way: how to see what became of it. */
    private interface Pending {
        void check() throws Exception;
    }

    /** What a task does: counts that it ran and gives its number back, negated. */
    private record Work(Cells runs, int failing) implements Serializable {
        int run(int number) {
            int _ = runs.add(number, 1);
            if (number == failing) {
                throw new IllegalArgumentException("task " + number);
            }
            return -number;
        }
    }

    @Property(tries = 60)
    void everyTaskRunsOnceAndGivesItsResultOnce(@ForAll("requests") List<Request> requests) throws Exception {
        int tasks = requests.stream().mapToInt(Request::tasks).sum();
        Cells runs = Cells.create(Math.max(1, tasks));
        List<Pending> pending = new ArrayList<>();
        int next = 0;
        for (Request request : requests) {
            int first = next;
            next += request.tasks();
            switch (request) {
                case Submit(boolean fails) -> pending.add(submit(runs, first, fails));
                case Many many -> pending.add(many(runs, first, many));
                case Cancel() -> {
                    Work work = new Work(runs, -1);
                    CompletableFuture<Integer> future = pool().submit(work::run, first);
                    if (future.cancel(true)) {
                        pending.add(() -> assertThrows(CancellationException.class, future::get));
                    } else {
                        pending.add(() -> assertEquals(-first, future.get()));
                    }
                }
            }
        }
        for (Pending each : pending) {
            each.check();
        }
        for (int task = 0; task < tasks; task++) {
            int number = task;
            assertTrue(runs.get(task) <= 1, () -> "task " + number + " ran " + runs.get(number) + " times");
        }
    }

    private static Pending submit(Cells runs, int number, boolean fails) {
        Work work = new Work(runs, fails ? number : -1);
        CompletableFuture<Integer> future = pool().submit(work::run, number);
        return () -> {
            if (fails) {
                Throwable thrown = assertThrows(ExecutionException.class, future::get).getCause();
                assertEquals("java.lang.IllegalArgumentException: task " + number, String.valueOf(thrown));
            } else {
                assertEquals(-number, future.get());
            }
            assertEquals(1, runs.get(number), "it ran once");
        };
    }

    private static Pending many(Cells runs, int first, Many many) {
        List<Integer> arguments = IntStream.range(first, first + many.tasks).boxed().toList();
        List<Integer> expected = arguments.stream().map(each -> -each).toList();
        int failing = many.failing < many.tasks ? first + many.failing : -1;
        Work work = new Work(runs, failing);
        return switch (many.form) {
            case MAP -> {
                CompletableFuture<List<Integer>> all = pool().mapAsync(work::run, arguments, many.chunk);
                yield () -> {
                    if (failing >= 0) {
                        assertThrows(ExecutionException.class, all::get);
                    } else {
                        assertEquals(expected, all.get());
                        requireOnce(runs, arguments);
                    }
                };
            }
            case IMAP -> {
                PoolIterator<Integer> results = pool().imap(work::run, arguments);
                yield () -> {
                    assertEquals(expected, results(results, failing));
                    requireOnce(runs, arguments);
                };
            }
            case IMAP_UNORDERED -> {
                PoolIterator<Integer> results = pool().imapUnordered(work::run, arguments);
                yield () -> {
                    assertEquals(expected.stream().sorted().toList(),
                            results(results, failing).stream().sorted().toList());
                    requireOnce(runs, arguments);
                };
            }
        };
    }

    /** All results, with the negated number of the task that fails where its exception came. */
    private static List<Integer> results(PoolIterator<Integer> iterator, int failing) {
        List<Integer> results = new ArrayList<>();
        while (iterator.hasNext()) {
            try {
                results.add(iterator.next());
            } catch (IllegalArgumentException thrown) {
                assertEquals("task " + failing, thrown.getMessage());
                results.add(-failing);
            }
        }
        return results;
    }

    private static void requireOnce(Cells runs, List<Integer> tasks) {
        tasks.forEach(task -> assertEquals(1, runs.get(task), () -> "how often task " + task + " ran"));
    }

    @Provide
    Arbitrary<List<Request>> requests() {
        return Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(true, false, false).map(Submit::new)),
                Tuple.of(1, Arbitraries.just(new Cancel())),
                Tuple.of(3,
                        Combinators.combine(Arbitraries.of(Form.class), Arbitraries.integers().between(0, 30),
                                Arbitraries.integers().between(1, 8), Arbitraries.integers().between(0, 60))
                                .as(Many::new)))
                .map(each -> (Request) each)
                .list()
                .ofMaxSize(12);
    }
}
