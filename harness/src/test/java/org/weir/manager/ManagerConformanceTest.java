package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.channel.UnsendableException;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.manager.Fixture.Counter;
import org.weir.manager.Fixture.CounterException;

import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;

/** What the original promises of managers, their types and proxies, and what these promise beyond it. */
@ExtendWith(Fixture.class)
@Timeout(60)
@SuppressWarnings("LockNotBeforeTry") // a failed test may keep a lock
class ManagerConformanceTest {

    private final Manager manager;
    private final Helper helper;

    ManagerConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    @Test
    @Row(value = {"MG03", "MG05"}, modes = Mode.MANAGER)
    void shouldExposeTheMethodsOfTheInterfaceOrThoseThatAreNamed() {
        Counter counter = manager.make("counter", Counter.class, 5);
        Counter echo = manager.make("echo", Counter.class);

        assertEquals(5, counter.next());
        assertEquals(13, counter.twice());
        assertEquals("a", echo.echo("a"));
        RemoteCallException unexposed = assertThrows(RemoteCallException.class, echo::next);
        assertTrue(unexposed.toString().contains("next"), unexposed.toString());
        assertEquals("CounterImpl at 8", counter.toString());
    }

    @Test
    void shouldKeepResultsOfRegisteredTypesInTheServer() {
        Counter counter = manager.make("counter", Counter.class);
        Counter another = counter.another();

        assertEquals(100, another.next());
        assertEquals(101, another.next());
        assertNotEquals(counter, another);
        assertEquals(0, counter.next());
        assertEquals(List.of(0, 1, 2), Fixture.listed(counter.below(3)));
    }

    @Test
    void shouldThrowExceptionsOfTheObjectWithTheirTypeMessageAndRemoteStack() {
        Counter counter = manager.make("counter", Counter.class);

        CounterException failure = assertThrows(CounterException.class, () -> counter.fail("as told"));

        assertEquals("as told", failure.getMessage());
        assertTrue(Objects.requireNonNull(failure.getCause()).toString().contains("CounterImpl.fail"));
        assertTrue(Arrays.stream(failure.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(getClass().getName())), "the stack of the caller");
    }

    @Test
    @Row(value = "MG06", modes = Mode.MANAGER)
    void shouldServeARegisteredIteratorThroughAProxy() throws Exception {
        Iterator<?> squares = manager.make("squares", Iterator.class);

        assertEquals(0, squares.next());
        assertEquals(1, squares.next());
        assertEquals(4, helper.call(() -> (Serializable) squares.next()));
        assertEquals(List.of(9, 16, 25, 36, 49, 64, 81), Fixture.listed(squares));
        assertThrows(NoSuchElementException.class, squares::next);
    }

    @Test
    @Row(value = "MG08", modes = Mode.MANAGER)
    void shouldRefuseAtTheCallerWhatCannotBeSent() {
        ManagedList<Object> list = manager.list();
        Counter counter = manager.make("counter", Counter.class);

        assertThrows(UnsendableException.class, () -> list.add(new Object()));
        assertThrows(UnsendableException.class, counter::unsendable);
        assertThrows(UnsendableException.class, () -> manager.value(Thread.currentThread()));
        assertEquals(List.of(), list.snapshot());
        assertEquals(0, counter.next());
    }

    @Test
    @Row(value = "MG18", modes = Mode.MANAGER)
    void shouldWorkWithQueuesInListsAndMaps() throws Exception {
        ManagedList<BlockingQueue<String>> list = manager.list(List.of(manager.queue()));
        ManagedMap<String, BlockingQueue<String>> map = manager.map();
        map.put("queue", manager.queue(2));

        list.get(0).put("in a list");
        helper.run(() -> Objects.requireNonNull(map.get("queue")).put("in a map"));

        assertEquals("in a list", helper.call(() -> list.get(0).take()));
        assertEquals("in a map", Objects.requireNonNull(map.get("queue")).take());
    }

    @Test
    @Row(value = "MG20", modes = Mode.MANAGER)
    void shouldRunTheInitializerInTheServerBeforeItServes() {
        ManagedList<String> list = manager.list(List.of(Fixture.INITIALISED));

        list.replaceAll((UnaryOperator<String> & Serializable) key -> System.getProperty(key, "no"));

        assertEquals(List.of("yes"), list.snapshot());
        assertEquals("no", System.getProperty(Fixture.INITIALISED, "no"));
    }

    @Test
    @Row(value = "MG21", modes = Mode.MANAGER)
    void shouldShareEventsConditionsBarriersAndSemaphoresWithAChild() throws Exception {
        ManagedEvent event = manager.event();
        ManagedCondition condition = manager.condition();
        ManagedBarrier barrier = manager.barrier(5);
        ManagedSemaphore semaphore = manager.semaphore(1);
        ManagedSemaphore bounded = manager.boundedSemaphore(1);
        event.set();

        helper.run(() -> {
            assertTrue(event.isSet());
            event.clear();
            condition.lock().lock();
            condition.lock().unlock();
            assertEquals(5, barrier.parties());
            barrier.reset();
            assertTrue(semaphore.tryAcquire());
            assertTrue(bounded.tryAcquire());
            bounded.release();
        });

        assertFalse(event.isSet());
        assertFalse(semaphore.tryAcquire());
        assertTrue(bounded.tryAcquire());
    }

    @Test
    @Row(value = "MG23", modes = Mode.MANAGER)
    void shouldGiveAReentrantLockToOneThreadOfOneProcess() throws Exception {
        ManagedLock lock = manager.reentrantLock();

        helper.run(() -> {
            lock.lock();
            lock.lock();
            lock.unlock();
            lock.unlock();
            assertThrows(IllegalMonitorStateException.class, lock::unlock);
        });

        assertFalse(lock.isLocked());
        lock.lock();
        assertEquals(false, helper.call(lock::tryLock));
        lock.unlock();
    }

    @Test
    @Row(value = "Z28", modes = Mode.MANAGER)
    void shouldEqualOnlyProxiesOfTheSameObject() {
        ManagedList<Integer> one = manager.list(List.of(1, 2));
        ManagedList<Integer> other = manager.list(List.of(1, 2));

        assertNotEquals(one, other);
        assertNotEquals(one, List.of(1, 2));
        assertEquals("[1, 2]", one.toString());
        assertTrue(one.description().startsWith("ManagedList "), one.description());
        assertEquals(List.of(1, 2), one.snapshot());
    }

    @Test
    @Row(value = "Z29", modes = Mode.MANAGER)
    void shouldNotLetAWaitingThreadHoldUpTheOthersAndFreeWhatNobodyRefersTo() throws Exception {
        ManagedQueue<String> queue = manager.queue();
        var waiting = java.util.concurrent.CompletableFuture.supplyAsync(() -> {
            try {
                return queue.take();
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        assertTrue(queue.isEmpty());
        queue.put("item");
        assertEquals("item", waiting.get());

        int before = manager.objectCount();
        ManagedList<Object> outer = manager.list();
        for (int i = 0; i < 100; i++) {
            outer.add(manager.list(List.of(outer)));
        }
        assertTrue(manager.objectCount() >= before + 101);
        outer.clear();
        ManagedList<Integer> nudge = manager.list(List.of(1));
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            System.gc();
            nudge.replaceAll((UnaryOperator<Integer> & Serializable) each -> {
                System.gc();
                return each;
            });
            return manager.objectCount() < before + 50;
        });
        assertEquals(0, outer.size());
    }

    @Test
    void shouldReportBadSizesAsTheObjectDoes() {
        assertThrows(IllegalArgumentException.class, () -> manager.queue(0));
        assertThrows(IllegalArgumentException.class, () -> manager.queue(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.semaphore(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.barrier(0));
        assertThrows(RemoteCallException.class, () -> manager.make("unknown", Counter.class));
        assertThrows(IllegalArgumentException.class, () -> manager.condition().signal(-1));
        assertThrows(IllegalArgumentException.class, () -> manager.semaphore(1).release(0));
        ConcurrentMap<String, String> map = manager.map();
        assertThrows(NullPointerException.class, () -> map.putAll(Collections.singletonMap("key", null)));
        assertFalse(map.containsKey("key"));
    }
}
