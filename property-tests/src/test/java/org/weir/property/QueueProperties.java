package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

import org.weir.channel.Codec;
import org.weir.channel.FeederQueue;
import org.weir.channel.JoinableQueue;
import org.weir.channel.RingQueue;
import org.weir.channel.SimpleQueue;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

class QueueProperties {
    private static final int RING = 16 << 10;

    @Property(tries = 50)
    void aRingQueueIsABlockingQueueWhicheverProcessUsesIt(@ForAll("steps") List<QueueStep> steps,
            @ForAll @IntRange(min = 1, max = 20) int room) throws Exception {
        Workers.check(actors -> Step.check(actors, RingQueue.create(Codec.standard(), RING, room),
                new LinkedBlockingQueue<>(room), steps));
    }

    @Property(tries = 50)
    void itemsGivenBackComeFirstAndFlagged(@ForAll("deliveries") List<DeliveryStep> steps) throws Exception {
        Workers.check(actors -> {
            Step.check(actors, RingQueue.create(Codec.standard(), RING, Integer.MAX_VALUE), new DeliveryStep.Model(),
                    steps);
            List<Object> _ = actors.together(List.of(DeliveryStep::forgotten, DeliveryStep::forgotten));
        });
    }

    @Property(tries = 50)
    void aRingQueueCarriesEachItemOnceAndInOrder(@ForAll("traffic") Traffic traffic,
            @ForAll @IntRange(min = 256, max = 4_096) int ring, @ForAll @IntRange(min = 1, max = 30) int room)
            throws Exception {
        Workers.check(actors -> traffic.through(actors,
                RingQueue.create(Codec.standard(), ring, room == 30 ? Integer.MAX_VALUE : room)));
    }

    @Property(tries = 30)
    void aSimpleQueueCarriesEachItemOnceAndInOrder(@ForAll("largeTraffic") Traffic traffic) throws Exception {
        Workers.check(actors -> {
            try (SimpleQueue<String> queue = SimpleQueue.create()) {
                traffic.through(actors, queue);
                assertTrue(queue.isEmpty());
            }
        });
    }

    @Property(tries = 30)
    void aFeederQueueCarriesEachItemOnceAndInOrder(@ForAll("largeTraffic") Traffic traffic,
            @ForAll @IntRange(min = 1, max = 30) int room) throws Exception {
        Workers.check(actors -> {
            try (FeederQueue<String> queue = FeederQueue.create(Codec.standard(), room)) {
                traffic.through(actors, queue);
                assertEquals(0, queue.size());
                assertEquals(room, queue.remainingCapacity());
            }
        });
    }

    @Property(tries = 30)
    void aJoinableQueueKnowsWhenAllIsDone(@ForAll("traffic") Traffic traffic,
            @ForAll @IntRange(min = 1, max = 30) int room) throws Exception {
        Workers.check(actors -> {
            try (JoinableQueue<String> queue = JoinableQueue.create(Codec.standard(), room)) {
                traffic.through(actors, queue);
                assertTrue(queue.joinTasks(Actors.LIMIT), "all is done");
                assertEquals(0, queue.unfinished());
            }
        });
    }

    /** The threads of one process: its objects for a queue have a feeder each, and so an order each. */
    @Property(tries = 50)
    void aFeederQueueKeepsTheOrderOfItsProcess(@ForAll("fedSteps") List<QueueStep> steps,
            @ForAll @IntRange(min = 1, max = 20) int room) throws Exception {
        try (LocalActors actors = new LocalActors(3);
                FeederQueue<String> queue = FeederQueue.create(Codec.standard(), room)) {
            Step.check(actors, queue, new LinkedBlockingQueue<>(room), steps);
        }
    }

    @Property(tries = 50)
    void aSimpleQueueKeepsTheOrder(@ForAll List<@IntRange(min = 0, max = 2) Integer> takersAndPutters)
            throws Exception {
        try (SimpleQueue<Integer> queue = SimpleQueue.create()) {
            int put = 0;
            int taken = 0;
            for (int step : takersAndPutters) {
                if (step > 0) {
                    queue.put(put++);
                } else if (taken < put) {
                    assertEquals(taken++, queue.take());
                } else {
                    assertEquals("null", String.valueOf(queue.poll()));
                }
                assertEquals(taken == put, queue.isEmpty());
            }
        }
    }

    @Provide
    Arbitrary<List<QueueStep>> steps() {
        return QueueStep.sequences(4, QueueStep.ALL, RING / 3);
    }

    @Provide
    Arbitrary<List<QueueStep>> fedSteps() {
        return QueueStep.sequences(3, QueueStep.FED, RING / 3);
    }

    @Provide
    Arbitrary<List<DeliveryStep>> deliveries() {
        return DeliveryStep.sequences();
    }

    /** Items of which some do not fit a quarter of the ring. */
    @Provide
    Arbitrary<Traffic> traffic() {
        return Traffic.any(300);
    }

    /** Items of which some are larger than what a pipe takes at once. */
    @Provide
    Arbitrary<Traffic> largeTraffic() {
        return Traffic.any(8_000);
    }
}
