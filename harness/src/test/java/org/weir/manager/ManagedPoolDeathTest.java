package org.weir.manager;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.conformance.Row;
import org.weir.conformance.Row.Mode;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** What is left of a managed pool when its server, its clients or all who hold it are gone. */
@ExtendWith(Fixture.class)
@Timeout(180)
class ManagedPoolDeathTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private final Manager shared;

    ManagedPoolDeathTest(Manager shared) {
        this.shared = shared;
    }

    /** Gone, or dead and waiting for whoever inherited it. */
    private static boolean isDead(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return "ZX".indexOf(stat.charAt(stat.lastIndexOf(')') + 2)) >= 0;
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException goneWhileItWasRead) {
            return String.valueOf(goneWhileItWasRead.getMessage()).contains("No such process");
        }
    }

    /** Proxies of this JVM keep a pool until they are collected. */
    private static void awaitDeath(List<Long> pids) {
        assertFalse(pids.isEmpty());
        await().atMost(LONG).until(() -> {
            System.gc();
            for (long pid : pids) {
                if (!isDead(pid)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return Objects.requireNonNull(assertThrows(ExecutionException.class, () -> future.get(60, TimeUnit.SECONDS))
                .getCause());
    }

    private static int work(ManagedList<Integer> begun) throws InterruptedException {
        begun.add(1);
        while (true) {
            Thread.sleep(Duration.ofHours(1));
        }
    }

    @Test
    void shouldFailEveryFutureWhenTheServerIsKilledAndLeaveNoWorker() throws Exception {
        Manager manager = Manager.create().start();
        ManagedPool pool = manager.pool(2);
        ManagedList<Integer> begun = manager.list();
        List<CompletableFuture<Integer>> futures = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            futures.add(pool.submit(() -> work(begun)));
        }
        await().atMost(LONG).until(() -> begun.size() == 2);
        List<Long> workers = pool.pids();

        assertEquals(0, new ProcessBuilder("kill", "-KILL", "" + manager.pid().orElseThrow()).start().waitFor());

        List<Throwable> causes = new ArrayList<>();
        for (CompletableFuture<Integer> future : futures) {
            causes.add(assertInstanceOf(ManagerUnreachableException.class, failure(future)));
        }
        assertNotSame(causes.get(0), causes.get(1));
        assertThrows(ManagerUnreachableException.class, () -> pool.submit(() -> 1));
        assertThrows(ManagerUnreachableException.class, pool::close);
        awaitDeath(workers);
        manager.close();
        assertEquals(OptionalInt.of(-9), manager.exitCode());
    }

    @Test
    @Row(value = "MG01", modes = Mode.MANAGER)
    void shouldEndTheWorkersWithTheServer() throws Exception {
        Manager manager = Manager.create().start();
        ManagedPool pool = manager.pool(2);
        ManagedList<Integer> begun = manager.list();
        CompletableFuture<Integer> future = pool.submit(() -> work(begun));
        await().atMost(LONG).until(() -> begun.size() == 1);
        List<Long> workers = pool.pids();

        manager.shutdown(Duration.ofSeconds(20));

        assertEquals(OptionalInt.of(0), manager.exitCode());
        assertTrue(failure(future) instanceof RuntimeException);
        awaitDeath(workers);
        List<Long> more;
        try (ManagerServer server = Manager.create().serve(); Manager here = Manager.connect(server.address())) {
            more = here.pool(1).pids();
        }
        awaitDeath(more);
    }

    /** What keeps a pool, in the server. */
    public interface Holder {
        void hold(ManagedPool pool);
    }

    @Test
    void shouldEndThePoolsOfAServerWhoseProcessLivesOnAndHoldsThem() throws Exception {
        AtomicReference<ManagedPool> held = new AtomicReference<>();
        List<Long> workers;
        try (ManagerServer server = Manager.create().register("holder", Holder.class, _ -> held::set).serve();
                Manager client = Manager.connect(server.address())) {
            ManagedPool pool = client.pool(2);
            client.make("holder", Holder.class).hold(pool);
            long parent = pool.apply(() -> ProcessHandle.current().parent().orElseThrow().pid());
            assertEquals(ProcessHandle.current().pid(), parent);
            workers = pool.pids();
        }

        awaitDeath(workers);
        assertTrue(Objects.requireNonNull(held.get()).isShutdown());
    }

    @Test
    void shouldEndWithAProcessThatForgetsToCloseItsManager() throws Exception {
        ManagedQueue<List<Long>> pids = shared.queue();
        JvmProcess forgetful = JvmProcess.of(() -> {
            ManagedPool pool = Manager.create().start().pool(1);
            pids.put(new ArrayList<>(pool.pids()));
        }).start();
        List<Long> workers = Objects.requireNonNull(pids.poll(LONG));

        assertTrue(forgetful.join(LONG));

        assertEquals(OptionalInt.of(0), forgetful.exitCode());
        awaitDeath(workers);
    }

    @Test
    void shouldWithdrawWhatADeadClientHadSubmittedAndNobodyBegan() throws Exception {
        try (ManagedPool pool = shared.pool(1)) {
            ManagedEvent begun = shared.event();
            ManagedEvent go = shared.event();
            ManagedList<Integer> run = shared.list();
            CompletableFuture<Integer> first = pool.submit(() -> {
                begun.set();
                go.await();
                return 1;
            });
            assertTrue(begun.await(LONG));
            int clients = shared.clientCount();
            try (Helper victim = Helper.start("submitter")) {
                victim.run(() -> {
                    for (int i = 0; i < 10; i++) {
                        CompletableFuture<Void> _ = pool.submit(() -> {
                            run.add(1);
                        });
                    }
                });
                assertTrue(pool.toString().contains("11 jobs"), pool.toString());

                victim.kill();
            }
            await().atMost(LONG).until(() -> shared.clientCount() == clients);
            await().atMost(LONG).until(() -> pool.toString().contains("1 jobs"));
            go.set();
            first.get(60, TimeUnit.SECONDS);
            pool.apply(() -> run.add(2));

            assertEquals(List.of(2), run.snapshot());
        }
    }

    @Test
    void shouldEndAPoolThatNobodyHoldsAnyMoreAlsoIfItsTaskNeverEnds() throws Exception {
        List<Long> workers = new ArrayList<>();
        ManagedList<Integer> begun = shared.list();
        ManagedList<ManagedPool> kept = shared.list();
        long keptWorker;
        try (Helper victim = Helper.start("only holder")) {
            ManagedQueue<Long> pids = shared.queue();
            SocketAddress address = shared.address();
            victim.run(() -> {
                Manager manager = Manager.connect(address);
                ManagedPool pool = manager.pool(1);
                CompletableFuture<Integer> _ = pool.submit(() -> work(begun));
                HELD.set(pool);
                pids.put(pool.pids().getFirst());
                ManagedPool other = manager.pool(1);
                kept.add(other);
                pids.put(other.pids().getFirst());
            });
            workers.add(Objects.requireNonNull(pids.poll(LONG)));
            keptWorker = Objects.requireNonNull(pids.poll(LONG));
            await().atMost(LONG).until(() -> begun.size() == 1);

            victim.kill();
        }
        awaitDeath(workers);
        int seven = kept.get(0).apply(() -> 7);
        assertEquals(7, seven, "one that is in a list lives on");
        assertFalse(isDead(keptWorker));

        kept.clear();

        awaitDeath(List.of(keptWorker));
    }

    /** In the process of a helper. */
    private static final AtomicReference<ManagedPool> HELD = new AtomicReference<>();
}
