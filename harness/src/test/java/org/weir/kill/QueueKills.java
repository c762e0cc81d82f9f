package org.weir.kill;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.weir.channel.Codec;
import org.weir.channel.Delivery;
import org.weir.channel.RingQueue;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * Producers and consumers of two {@link RingQueue}s are killed, several in each round. After some rounds all of them are,
 * the queues are emptied and the accounts are made up: no item torn, none repeated unflagged, none lost that was put,
 * but for those which a dead process may have taken.
 */
final class QueueKills implements Victims.Subject {

    private static final Duration SETTLED = Duration.ofMillis(200);
    private static final long WORK_NANOS = 50_000;
    private static final long LONGEST_LIFE = 30_000_000;
    private static final int SEQUENCES = 1 << 21;
    private static final int ROUNDS_PER_ACCOUNT = 8;
    private static final int ITEMS_PER_ROUND = 100;
    private static final int EACH = 2;

    private final Victims victims;
    private final Random random;
    private final Queues queues = new Queues(RingQueue.create(Codec.allowing("org.weir"), 4096, Integer.MAX_VALUE),
            RingQueue.create(Codec.allowing("org.weir"), 4096, Integer.MAX_VALUE));
    private final Ledger ledger = new Ledger(SharedBlock.allocate("Ledger", Ledger.ITEMS + 4L * SEQUENCES));
    private final List<Worker> workers = new ArrayList<>();
    private int rounds;
    private int started;
    private int deadTakers;
    private long items;
    private long lostWithTakers;
    private long redelivered;

    /** What a process does. */
    private enum Part {
        PRODUCER, RECEIVER, TAKER;

        String plural() {
            return name().toLowerCase(java.util.Locale.ROOT) + "s";
        }
    }

    private record Worker(Part part, JvmProcess process) {}

    record Item(int sequence, Object filling) {}

    /** One for those who receive, and one for those who take, because these are not told what was delivered before. */
    private record Queues(RingQueue<Item> received, RingQueue<Item> taken) implements Serializable {}

    /**
     * What everybody writes down, in memory that outlives them: the next sequence number, how many items were torn, and
     * for each item whether it was put for certain (1), and how often received unflagged (2 each) and flagged (256 each).
     */
    private record Ledger(SharedBlock block) implements Serializable {

        private static final int NEXT = 0;
        private static final int TORN = 8;
        private static final int ITEMS = 64;
        private static final int PUT = 1;
        private static final int UNFLAGGED = 2;
        private static final int FLAGGED = 256;

        int next() {
            return Words.getAndAddInt(block.address() + NEXT, 1);
        }

        /** How many sequence numbers were given out. */
        int length() {
            return Math.min(SEQUENCES, Words.getIntVolatile(block.address() + NEXT));
        }

        int torn() {
            return Words.getIntVolatile(block.address() + TORN);
        }

        void note(int sequence, int what) {
            Words.getAndAddInt(block.address() + ITEMS + 4L * sequence, what);
        }

        int of(int sequence) {
            return Words.getIntVolatile(block.address() + ITEMS + 4L * sequence);
        }

        void received(Item item, boolean flagged) {
            byte[] bytes = (byte[]) item.filling();
            byte[] expected = new byte[size(item.sequence())];
            Arrays.fill(expected, (byte) item.sequence());
            if (!Arrays.equals(bytes, expected)) {
                Words.getAndAddInt(block.address() + TORN, 1);
            }
            note(item.sequence(), flagged ? FLAGGED : UNFLAGGED);
        }

        void clear() {
            Words.clear(block.address(), ITEMS + 4L * length());
        }
    }

    QueueKills(Victims victims, long seed) throws IOException {
        this.victims = victims;
        random = new Random(seed);
    }

    /** Of all sizes, some of them too large for the ring. */
    private static int size(int sequence) {
        int spread = sequence * 7919 % 400;
        return sequence % 50 == 0 ? 2000 + spread : spread;
    }

    private static void produce(Queues queues, Ledger ledger) throws InterruptedException {
        int sequence = ledger.next();
        while (sequence < SEQUENCES) {
            byte[] filling = new byte[size(sequence)];
            Arrays.fill(filling, (byte) sequence);
            (sequence % 2 == 0 ? queues.received() : queues.taken()).put(new Item(sequence, filling));
            ledger.note(sequence, Ledger.PUT);
            sequence = ledger.next();
        }
        while (true) {
            LockSupport.park();
        }
    }

    private static void take(RingQueue<Item> queue, Ledger ledger) throws InterruptedException {
        while (true) {
            ledger.received(queue.take(), false);
        }
    }

    private static void receive(RingQueue<Item> queue, Ledger ledger) throws InterruptedException {
        while (true) {
            try (Delivery<Item> delivery = queue.receive()) {
                work();
                ledger.received(delivery.item(), delivery.isRedelivered());
                delivery.ack();
            }
        }
    }

    /** Long enough for many a kill to come between a delivery and its acknowledgement. */
    private static void work() {
        LockSupport.parkNanos(WORK_NANOS);
    }

    private static void play(Part part, Queues queues, Ledger ledger) throws InterruptedException {
        switch (part) {
            case PRODUCER -> produce(queues, ledger);
            case RECEIVER -> receive(queues.received(), ledger);
            case TAKER -> take(queues.taken(), ledger);
        }
    }

    private Worker start(Part part) throws IOException {
        Queues own = queues;
        Ledger book = ledger;
        return new Worker(part, Victims.start(part.name() + "-" + started++, () -> play(part, own, book)));
    }

    @Override
    public int round(int most) throws Exception {
        if (workers.isEmpty()) {
            for (int i = 0; i < EACH; i++) {
                for (Part part : Part.values()) {
                    workers.add(start(part));
                }
            }
        }
        int progress = ledger.length();
        Victims.await("items pass through " + queues, () -> {
            workers.forEach(worker -> Victims.requireAlive(worker.process));
            return ledger.length() >= Math.min(SEQUENCES, progress + ITEMS_PER_ROUND);
        });
        Collections.shuffle(workers, random);
        int count = 1 + random.nextInt(Math.min(most, workers.size() - 1));
        List<Worker> chosen = new ArrayList<>(workers.subList(0, count));
        execute(chosen);
        workers.removeAll(chosen);
        rounds++;
        if (rounds % ROUNDS_PER_ACCOUNT == 0 || most - count < 1) {
            return count + makeUpAccounts();
        }
        for (Worker dead : chosen) {
            workers.add(start(dead.part));
        }
        return count;
    }

    private void execute(List<Worker> chosen) throws InterruptedException {
        // One role after the other would give their moments away.
        List<Thread> hands = new ArrayList<>();
        List<Throwable> failures = Collections.synchronizedList(new ArrayList<>());
        for (Worker worker : chosen) {
            Random own = new Random(random.nextLong());
            deadTakers += worker.part == Part.TAKER ? 1 : 0;
            hands.add(Thread.ofPlatform().start(() -> {
                try {
                    victims.kill(worker.part.plural(), own, List.of(worker.process), LONGEST_LIFE,
                            LockSupport::parkNanos);
                } catch (InterruptedException | AssertionError failed) {
                    failures.add(failed);
                }
            }));
        }
        for (Thread hand : hands) {
            hand.join();
        }
        for (Throwable failure : failures) {
            throw new AssertionError(failure);
        }
    }

    private int makeUpAccounts() throws Exception {
        int count = workers.size();
        execute(workers);
        workers.clear();
        drain(queues.received());
        drain(queues.taken());
        assertEquals(0, ledger.torn(), "torn items");
        int lost = 0;
        int length = ledger.length();
        for (int sequence = 0; sequence < length; sequence++) {
            int noted = ledger.of(sequence);
            int unflagged = noted / Ledger.UNFLAGGED % 128;
            int flagged = noted / Ledger.FLAGGED;
            assertTrue(unflagged <= 1, "item " + sequence + " came " + unflagged + " times unflagged");
            redelivered += flagged;
            if (noted % 2 == Ledger.PUT && unflagged + flagged == 0) {
                assertEquals(1, sequence % 2, "item " + sequence + " was lost that nobody had acknowledged");
                lost++;
            }
        }
        assertTrue(lost <= deadTakers, lost + " items lost, of which " + deadTakers
                + " may have been taken by processes that died before they could write it down");
        items += length;
        lostWithTakers += lost;
        deadTakers = 0;
        ledger.clear();
        return count;
    }

    private void drain(RingQueue<Item> queue) throws InterruptedException {
        Optional<Delivery<Item>> rest = queue.receive(SETTLED);
        while (rest.isPresent()) {
            ledger.received(rest.get().item(), rest.get().isRedelivered());
            rest.get().ack();
            rest = queue.receive(SETTLED);
        }
    }

    @Override
    public void finish() throws Exception {
        if (!workers.isEmpty()) {
            makeUpAccounts();
        }
        ledger.block().free();
    }

    /** Such as {@code 41000 items, 3 redelivered, 1 died with its taker}. */
    @Override
    public String toString() {
        return items + " items, " + redelivered + " redelivered, " + lostWithTakers + " died with their takers";
    }
}
