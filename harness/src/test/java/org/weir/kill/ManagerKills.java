package org.weir.kill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.weir.manager.ManagedLock;
import org.weir.manager.ManagedMap;
import org.weir.manager.ManagedQueue;
import org.weir.manager.ManagedRecovery;
import org.weir.manager.Manager;
import org.weir.process.JvmProcess;
import org.weir.sync.OwnerDiedException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;

/**
 * Clients of a manager are killed while they pass items on and hold a lock. An item is lost only with a client that had
 * taken it; none is there twice, the lock comes back, and the manager forgets the dead.
 */
@SuppressWarnings("LockNotBeforeTry")
final class ManagerKills implements Victims.Subject {

    private static final int AT_ONCE = 3;
    private static final long LONGEST_LIFE = 60_000_000;
    private static final int CAPACITY = 50;
    private static final String LOCKED = "locked";

    private final Victims victims;
    private final Random random;
    private final Manager manager;
    private final ManagedLock lock;
    private final ManagedMap<String, Integer> counts;
    private final ManagedQueue<Integer> work;
    private final ManagedQueue<Integer> done;
    private final BitSet seen = new BitSet();
    private final int clients;
    private final JvmProcess survivor;
    private int next;
    private int kills;

    ManagerKills(Victims victims, long seed) throws IOException {
        this.victims = victims;
        random = new Random(seed);
        manager = Manager.create().start();
        lock = manager.lock();
        counts = manager.map();
        work = manager.queue(CAPACITY);
        done = manager.queue();
        clients = manager.clientCount();
        survivor = user("manager-survivor");
    }

    private JvmProcess user(String name) throws IOException {
        ManagedLock theLock = lock;
        ManagedMap<String, Integer> theCounts = counts;
        ManagedQueue<Integer> theWork = work;
        ManagedQueue<Integer> theDone = done;
        return Victims.start(name, () -> use(theLock, theCounts, theWork, theDone));
    }

    /** Where a client is killed. */
    private static void use(ManagedLock lock, ManagedMap<String, Integer> counts, ManagedQueue<Integer> work,
            ManagedQueue<Integer> done) throws Exception {
        while (true) {
            done.put(work.take());
            try {
                lock.lock();
                try {
                    Integer _ = counts.merge(LOCKED, 1, (a, b) -> a + b);
                } finally {
                    lock.unlock();
                }
            } catch (OwnerDiedException died) {
                try (ManagedRecovery recovery = lock.recover(Victims.LIMIT)) {
                    recovery.consistent();
                }
            }
        }
    }

    @Override
    public int round(int most) throws Exception {
        int count = Math.min(most, AT_ONCE);
        List<JvmProcess> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(user("manager-client-" + i));
        }
        Victims.await("clients come to " + manager, () -> {
            feedAndCollect();
            all.forEach(Victims::requireAlive);
            return manager.clientCount() >= clients + 1 + count;
        });
        victims.kill("manager clients", random, all, LONGEST_LIFE, _ -> feedAndCollect());
        kills += count;
        Victims.await("the manager forgets the dead", () -> manager.clientCount() <= clients + 1);
        int before = seen.cardinality();
        Victims.await("items pass through " + lock, () -> {
            feedAndCollect();
            Victims.requireAlive(survivor);
            return seen.cardinality() > before + CAPACITY;
        });
        return count;
    }

    private void feedAndCollect() {
        for (int i = 0; i < 20 && work.offer(next); i++) {
            next++;
        }
        collect();
    }

    @Override
    public void finish() throws Exception {
        Victims.await("all items are worked off", () -> {
            collect();
            return work.isEmpty() && seen.cardinality() >= next - kills;
        });
        assertTrue(next - seen.cardinality() <= kills, next - seen.cardinality() + " items lost in " + kills
                + " kills");
        victims.kill("manager clients", random, List.of(survivor));
        Victims.await("the manager forgets the last", () -> manager.clientCount() <= clients);
        manager.close();
    }

    private void collect() {
        for (Integer item = done.poll(); item != null; item = done.poll()) {
            assertTrue(!seen.get(item), "item " + item + " was delivered twice");
            seen.set(item);
        }
    }

    /** Such as {@code 4000 items, 2 died with their clients}. */
    @Override
    public String toString() {
        return next + " items, " + (next - seen.cardinality()) + " died with their clients";
    }
}
