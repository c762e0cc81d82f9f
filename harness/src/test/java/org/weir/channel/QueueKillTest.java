package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;

/**
 * Producers and consumers of a {@link RingQueue} killed at random moments. {@code -Dweir.kills=N} sets how often;
 * {@code -Dweir.test.seed=S} repeats the plan, though not the timing.
 */
class QueueKillTest {

    private static final int KILLS = Integer.getInteger("weir.kills", 6);
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final int LONGEST_PAUSE_MILLIS = 30;
    private static final long WORK_NANOS = 50_000;
    private static final int SEQUENCES = 1 << 22;

    record Item(int sequence, Object filling) {}

    /**
     * What everybody writes down, in memory that outlives them: the next sequence number, how many puts have returned,
     * and for each item how often it was put for certain (1), received unflagged (2 each) and flagged (256 each).
     */
    record Ledger(SharedBlock block) implements java.io.Serializable {

        private static final int NEXT = 0;
        private static final int TORN = 8;
        private static final int ITEMS = 64;
        private static final int PUT = 1;
        private static final int UNFLAGGED = 2;
        private static final int FLAGGED = 256;

        int next() {
            return Words.getAndAddInt(block.address() + NEXT, 1);
        }

        void note(int sequence, int what) {
            Words.getAndAddInt(block.address() + ITEMS + 4L * sequence, what);
        }

        int of(int sequence) {
            return Words.getIntVolatile(block.address() + ITEMS + 4L * sequence);
        }

        void received(Item item, boolean flagged) {
            byte[] bytes = (byte[]) item.filling();
            byte[] expected = new byte[length(item.sequence())];
            Arrays.fill(expected, (byte) item.sequence());
            if (!Arrays.equals(bytes, expected)) {
                Words.getAndAddInt(block.address() + TORN, 1);
            }
            note(item.sequence(), flagged ? FLAGGED : UNFLAGGED);
        }
    }

    /** Of all sizes, some of them too large for the ring. */
    private static int length(int sequence) {
        int spread = sequence * 7919 % 400;
        return sequence % 50 == 0 ? 2000 + spread : spread;
    }

    private static void produce(Queues queues, Ledger ledger) throws InterruptedException {
        while (true) {
            int sequence = ledger.next();
            byte[] filling = new byte[length(sequence)];
            Arrays.fill(filling, (byte) sequence);
            (sequence % 2 == 0 ? queues.received() : queues.taken()).put(new Item(sequence, filling));
            ledger.note(sequence, Ledger.PUT);
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

    /** One for those who receive, and one for those who take, because these are not told what was delivered before. */
    record Queues(RingQueue<Item> received, RingQueue<Item> taken) implements java.io.Serializable {}

    /** Long enough for many a kill to come between a delivery and its acknowledgement. */
    private static void work() {
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < WORK_NANOS) {
            Thread.onSpinWait();
        }
    }

    private static void play(Peer peer, int part, Queues queues, Ledger ledger) throws Exception {
        switch (part) {
            case 0 -> peer.begin(() -> {
                produce(queues, ledger);
                return 0;
            });
            case 1 -> peer.begin(() -> {
                receive(queues.received(), ledger);
                return 0;
            });
            default -> peer.begin(() -> {
                take(queues.taken(), ledger);
                return 0;
            });
        }
    }

    private static void drain(RingQueue<Item> queue, Ledger ledger) throws InterruptedException {
        Optional<Delivery<Item>> rest = queue.receive(Duration.ofMillis(200));
        while (rest.isPresent()) {
            ledger.received(rest.get().item(), rest.get().isRedelivered());
            rest.get().ack();
            rest = queue.receive(Duration.ofMillis(200));
        }
    }

    @Test
    void shouldLoseNothingAndRepeatNothingUnflaggedWhoeverIsKilled() throws Exception {
        System.out.println("weir.test.seed=" + SEED);
        Queues queues = new Queues(RingQueue.create(Codec.standard(), 4096, Integer.MAX_VALUE),
                RingQueue.create(Codec.standard(), 4096, Integer.MAX_VALUE));
        Ledger ledger = new Ledger(SharedBlock.allocate("Ledger", Ledger.ITEMS + 4L * SEQUENCES));
        Random random = new Random(SEED);
        int[] kills = new int[3];
        assertTimeoutPreemptively(Duration.ofSeconds(60L + 2L * KILLS), () -> {
            Peer[] peers = new Peer[3];
            for (int part = 0; part < 3; part++) {
                peers[part] = Peer.start();
                play(peers[part], part, queues, ledger);
            }
            for (int kill = 0; kill < KILLS; kill++) {
                int progress = Words.getIntVolatile(ledger.block().address());
                long begin = System.nanoTime();
                long pause = random.nextInt(LONGEST_PAUSE_MILLIS) * 1_000_000L + random.nextInt(1_000_000);
                while (Words.getIntVolatile(ledger.block().address()) < progress + 100
                        || System.nanoTime() - begin < pause) {
                    Thread.onSpinWait();
                }
                int part = random.nextInt(3);
                peers[part].kill();
                kills[part]++;
                peers[part] = Peer.start();
                play(peers[part], part, queues, ledger);
            }
            peers[0].kill();
            peers[1].kill();
            peers[2].kill();
            kills[2]++;
            drain(queues.received(), ledger);
            drain(queues.taken(), ledger);
        });
        assertEquals(0, Words.getIntVolatile(ledger.block().address() + Ledger.TORN), "torn items");
        int[] lost = new int[2];
        int items = Words.getIntVolatile(ledger.block().address());
        for (int sequence = 0; sequence < items; sequence++) {
            int noted = ledger.of(sequence);
            int unflagged = noted / Ledger.UNFLAGGED % 128;
            int flagged = noted / Ledger.FLAGGED;
            assertTrue(unflagged <= 1, "item " + sequence + " came " + unflagged + " times unflagged");
            if (noted % 2 == Ledger.PUT && unflagged + flagged == 0) {
                lost[sequence % 2]++;
            }
        }
        assertTrue(items > 100 * KILLS, "the queue moved");
        assertEquals(0, lost[0], "items lost that nobody had acknowledged");
        assertTrue(lost[1] <= kills[2], lost[1] + " items lost, of which " + kills[2]
                + " may have been taken by processes that died before they could write it down");
        ledger.block().free();
    }
}
