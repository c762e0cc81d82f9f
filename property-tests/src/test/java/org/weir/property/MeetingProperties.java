package org.weir.property;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessCondition;
import org.weir.sync.ProcessEvent;
import org.weir.sync.ProcessLock;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Of what processes wait for each other at: barriers, events, conditions. */
class MeetingProperties {
    private static final Duration AT_ONCE = Duration.ZERO;

    @Property(tries = 50)
    void aBarrierLetsAllGoOnTogetherWithANumberEach(@ForAll @IntRange(min = 1, max = 4) int parties,
            @ForAll @IntRange(min = 0, max = 40) int rounds) throws Exception {
        Workers.check(actors -> {
            Cells came = Cells.create(parties);
            Cells trips = Cells.create(1);
            ProcessBarrier barrier = ProcessBarrier.create(parties, () -> trips.set(0, trips.get(0) + 1));
            List<Actors.Task> tasks = new ArrayList<>();
            for (int number = 0; number < parties; number++) {
                int party = number;
                tasks.add(() -> meet(barrier, came, party, rounds));
            }
            List<List<?>> numbers = actors.together(tasks).stream().<List<?>>map(each -> (List<?>) each).toList();

            for (int number = 0; number < rounds; number++) {
                int round = number;
                assertEquals(IntStream.range(0, parties).boxed().toList(),
                        numbers.stream().map(each -> (Integer) each.get(round)).sorted().toList());
            }
            assertEquals(rounds, trips.get(0));
            assertEquals(0, barrier.getNumberWaiting());
        });
    }

    private static Object meet(ProcessBarrier barrier, Cells came, int party, int rounds) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        for (int round = 1; round <= rounds; round++) {
            came.set(party, round);
            numbers.add(barrier.await());
            for (int other = 0; other < barrier.getParties(); other++) {
                int theirs = came.get(other);
                assertTrue(theirs >= round, "a party went on that had not come");
                assertTrue(theirs <= round + 1, "a party went on without this one");
            }
        }
        return numbers;
    }

    /** What becomes of a barrier for which some wait. */
    enum End {
        COME, ABORT, RESET, LATE
    }

    @Property(tries = 40)
    void whoWaitsAtABarrierIsLetGoHoweverItEnds(@ForAll @IntRange(min = 2, max = 4) int parties,
            @ForAll @IntRange(min = 1, max = 3) int some, @ForAll End end) throws Exception {
        int waiting = Math.min(some, parties - 1);
        Workers.check(actors -> {
            ProcessBarrier barrier = ProcessBarrier.create(parties);
            List<CompletableFuture<Object>> waits = new ArrayList<>();
            for (int actor = 0; actor < waiting; actor++) {
                waits.add(actors.begin(actor, () -> Step.said(barrier::await)));
            }
            until(() -> barrier.getNumberWaiting() == waiting);
            switch (end) {
                case COME -> {
                    for (int actor = waiting; actor < parties; actor++) {
                        waits.add(actors.begin(actor, () -> Step.said(barrier::await)));
                    }
                }
                case ABORT -> barrier.abort();
                case RESET -> barrier.reset();
                case LATE -> assertThrows(BrokenBarrierException.class, () -> lateAt(barrier, parties - waiting));
            }
            List<String> results = new ArrayList<>();
            for (CompletableFuture<Object> wait : waits) {
                results.add((String) Actors.result(wait));
            }
            String broken = "throws " + BrokenBarrierException.class.getSimpleName();
            assertEquals(end == End.COME ? IntStream.range(0, parties).mapToObj(String::valueOf).toList()
                    : waits.stream().map(_ -> broken).toList(), results.stream().sorted().toList());
            assertEquals(end == End.ABORT || end == End.LATE, barrier.isBroken());
            barrier.reset();
            assertFalse(barrier.isBroken());
            assertEquals(0, barrier.getNumberWaiting());
        });
    }

    /** Comes as one party of several that are missing, and gives up; as the last one it would not have to wait. */
    private static void lateAt(ProcessBarrier barrier, int missing) throws Exception {
        if (missing == 1) {
            barrier.abort();
            throw new BrokenBarrierException();
        }
        int _ = barrier.await(Duration.ofMillis(1));
    }

    /** True sets it, false clears it. */
    @Property(tries = 60)
    void anEventIsSetOrNot(@ForAll List<Boolean> changes) throws Exception {
        Workers.check(actors -> {
            ProcessEvent event = ProcessEvent.create();
            int actor = 0;
            for (boolean set : changes) {
                Object _ = actors.start(actor, set ? event::set : event::clear).get();
                actor++;
                assertEquals(set, actors.call(actor, event::isSet));
                assertEquals(set, actors.call(actor + 1, () -> event.await(AT_ONCE)));
            }
        });
    }

    @Property(tries = 40)
    void anEventThatIsSetLetsAllGoOnThoughItIsClearedAtOnce(@ForAll @IntRange(min = 1, max = 3) int waiters,
            @ForAll @IntRange(min = 1, max = 20) int rounds) throws Exception {
        Workers.check(actors -> {
            ProcessEvent event = ProcessEvent.create();
            Cells ready = Cells.create(1);
            List<CompletableFuture<Object>> waits = new ArrayList<>();
            for (int actor = 0; actor < waiters; actor++) {
                waits.add(actors.start(actor, () -> {
                    for (int round = 0; round < rounds; round++) {
                        int _ = ready.add(0, 1);
                        assertTrue(event.await(Actors.LIMIT));
                    }
                }));
            }
            // A waiter may have said that it is ready and not wait yet: it then goes on at the next time.
            until(() -> {
                event.set();
                event.clear();
                return waits.stream().allMatch(CompletableFuture::isDone);
            });
            for (CompletableFuture<Object> wait : waits) {
                assertEquals("done", Actors.result(wait));
            }
            assertEquals(waiters * rounds, ready.get(0));
        });
    }

    @Property(tries = 50)
    void aSignalGoesToThoseWhoHaveWaitedLongest(@ForAll @IntRange(min = 0, max = 4) int waiters,
            @ForAll @IntRange(min = 0, max = 3) int first, @ForAll @IntRange(min = 1, max = 5) int signals)
            throws Exception {
        Workers.check(actors -> {
            ProcessCondition condition = ProcessLock.create().newCondition();
            List<CompletableFuture<Object>> waits = new ArrayList<>();
            for (int number = 0; number < waiters; number++) {
                waits.add(actors.start(first + number, () -> {
                    condition.lock().lock();
                    try {
                        condition.await();
                    } finally {
                        condition.lock().unlock();
                    }
                }));
                int before = number;
                until(() -> condition.getWaitQueueLength() == before + 1);
            }
            signal(condition, signals);
            int woken = Math.min(signals, waiters);
            for (CompletableFuture<Object> wait : waits.subList(0, woken)) {
                assertEquals("done", Actors.result(wait));
            }
            assertEquals(waiters - woken, condition.getWaitQueueLength());
            assertTrue(waits.subList(woken, waiters).stream().noneMatch(CompletableFuture::isDone), "too many woke");
            signal(condition, Integer.MAX_VALUE);
            for (CompletableFuture<Object> wait : waits) {
                assertEquals("done", Actors.result(wait));
            }
            assertEquals(0, condition.getWaitQueueLength());
        });
    }

    private static void signal(ProcessCondition condition, int count) {
        condition.lock().lock();
        try {
            condition.signal(count);
        } finally {
            condition.lock().unlock();
        }
    }

    /** A buffer of one place with a condition for each side: who signals one of them never wakes the wrong one. */
    @Property(tries = 40)
    void conditionsHandEachItemOverOnce(@ForAll @IntRange(min = 0, max = 150) int items,
            @ForAll @IntRange(min = 1, max = 2) int pairs) throws Exception {
        Workers.check(actors -> {
            ProcessLock lock = ProcessLock.create();
            ProcessCondition notEmpty = lock.newCondition();
            ProcessCondition notFull = lock.newCondition();
            Cells place = Cells.create(1);
            Cells sums = Cells.create(2);
            List<Actors.Task> tasks = new ArrayList<>();
            for (int pair = 0; pair < pairs; pair++) {
                int base = pair * items;
                tasks.add(() -> {
                    for (int item = 1; item <= items; item++) {
                        exchange(notFull, notEmpty, place, base + item);
                        int _ = sums.add(0, base + item);
                    }
                    return "put";
                });
                tasks.add(() -> {
                    for (int item = 1; item <= items; item++) {
                        int _ = sums.add(1, exchange(notEmpty, notFull, place, 0));
                    }
                    return "taken";
                });
            }
            List<Object> _ = actors.together(tasks);
            assertEquals(sums.get(0), sums.get(1));
            assertEquals(0, place.get(0));
        });
    }

    /** Waits until the place is empty (to put an item) or not (to put 0), puts it, and returns what was there. */
    @SuppressWarnings("WaitNotInLoop") // the loop is in awaitFor
    private static int exchange(ProcessCondition mine, ProcessCondition theirs, Cells place, int item)
            throws InterruptedException {
        mine.lock().lock();
        try {
            assertTrue(mine.awaitFor(() -> (place.get(0) == 0) == (item != 0), Actors.LIMIT), "waited in vain");
            int before = place.get(0);
            place.set(0, item);
            // The two conditions are those of one lock, through objects of their own.
            theirs.signal();
            return before;
        } finally {
            mine.lock().unlock();
        }
    }

    private static void until(Callable<Boolean> condition) {
        await().pollDelay(AT_ONCE).pollInterval(Duration.ofMillis(1)).atMost(Actors.LIMIT).until(condition);
    }
}
