package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.channel.AuthKey;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.process.BrokenPoolException;
import org.weir.process.Pool;
import org.weir.process.PoolConformance;
import org.weir.process.TaskTimeoutException;
import org.weir.process.UnserializableTargetException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

/** A pool in a manager: what every pool does, and what comes of its being shared by clients in any processes. */
@ExtendWith(Fixture.class)
class ManagedPoolConformanceTest extends PoolConformance {

    private static ManagedPool pool;

    private final Manager manager;
    private final Helper helper;

    ManagedPoolConformanceTest(Manager manager, Helper helper) {
        this.manager = manager;
        this.helper = helper;
    }

    @BeforeAll
    static void open(Manager manager) {
        pool = manager.pool(2);
    }

    @Override
    protected Pool pool() {
        return pool;
    }

    @Override
    protected Pool open(int workers) {
        return manager.pool(workers);
    }

    @Test
    @Row(value = {"PL01", "PL02"}, modes = Mode.MANAGER)
    void shouldWorkForAnyClientByChildrenOfItsServer() throws Exception {
        ManagedPool shared = pool;
        assertEquals(squares(20), helper.call(() -> new ArrayList<>(shared.map(x -> x * x, range(20)))));
        long server = manager.pid().orElseThrow();
        long parent = pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
        assertEquals(server, parent);
        assertTrue(pool.toString().startsWith("Pool[workers ["), pool.toString());
    }

    @Test
    @Row(value = "PL07", modes = Mode.MANAGER)
    void shouldSayWhatTheCodecDoesNotAllow() {
        assertSays(assertThrows(UnserializableTargetException.class, () -> pool.apply(Object::toString, Pattern.compile(
                "x"))), "java.util.regex.Pattern", "allow-list");
    }

    @Test
    void shouldKeepWhatItWasMadeWith() throws Exception {
        ManagedList<Long> started = manager.list();
        try (ManagedPool own = manager.poolBuilder()
                .workers(1)
                .initializer(() -> started.add(ProcessHandle.current().pid()))
                .maxTasksPerChild(1)
                .taskTimeout(Duration.ofMillis(500))
                .open()) {
            assertSays(assertInstanceOf(TaskTimeoutException.class, failure(own.submit(
                    PoolConformance::sleepForEver))), "500 ms", "was killed");
            long second = own.apply(() -> ProcessHandle.current().pid());
            long third = own.apply(() -> ProcessHandle.current().pid());
            assertEquals(List.of(second, third), started.snapshot().subList(1, 3));
        }
        ManagedPool broken = manager.poolBuilder().workers(1).initializer(() -> {
            throw new IllegalStateException("no database");
        }).open();
        await().atMost(LONG).until(broken::isTerminated);
        assertSays(assertThrows(BrokenPoolException.class, () -> broken.submit(() -> 1)), "no database");
        Thread unsendable = Thread.currentThread();
        assertThrows(UnserializableTargetException.class, () -> manager.poolBuilder()
                .initializer(unsendable::interrupt)
                .open());
    }

    @Test
    void shouldTakeAndGiveProxies() throws Exception {
        ManagedMap<String, Integer> counts = manager.map();
        counts.put("a", 0);
        List<String> keys = pool.map(_ -> {
            counts.merge("a", 1, (Fixture.Sum) Integer::sum);
            return "a";
        }, range(50), 1);
        assertEquals(50, keys.size());
        assertEquals(50, counts.get("a"));
        ManagedList<ManagedMap<String, Integer>> given = manager.list();
        ManagedMap<String, Integer> same = pool.apply(map -> {
            given.add(map);
            return map;
        }, counts);
        assertEquals(counts, same);
        assertEquals(50, same.get("a"));
        assertEquals(50, given.get(0).get("a"));
        ManagedPool itself = pool;
        int viaAnother = pool.apply(() -> itself.apply(() -> 6));
        assertEquals(6, viaAnother);
    }

    @Test
    void shouldReachAServerWithAKeyOfItsOwnFromItsWorkers() throws Exception {
        try (Manager secret = Manager.create().authKey(AuthKey.random()).start();
                ManagedPool own = secret.pool(1)) {
            ManagedList<Integer> list = secret.list(List.of(1));
            int size = own.apply(each -> {
                each.add(2);
                return each.size();
            }, list);
            assertEquals(2, size);
            assertEquals(List.of(1, 2), list.snapshot());
        }
    }

    @Test
    void shouldNotLetALongTaskHoldUpOtherCalls() throws Exception {
        try (ManagedPool own = manager.pool(1)) {
            ManagedEvent go = manager.event();
            ManagedEvent begun = manager.event();
            CompletableFuture<Integer> first = own.submit(() -> {
                begun.set();
                go.await();
                return 1;
            });
            assertTrue(begun.await(LONG));
            int other = pool.apply(() -> 9);
            assertEquals(9, other);
            assertFalse(own.isShutdown());
            assertFalse(first.isDone());
            go.set();

            assertEquals(1, soon(first));
        }
    }
}
