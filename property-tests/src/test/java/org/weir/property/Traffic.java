package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.weir.channel.JoinableQueue;
import org.weir.channel.ProcessQueue;
import org.weir.channel.RingQueue;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Producers and consumers of one queue, all at once.
 *
 * @param first the actor that is the first producer; the others follow, then the consumers
 * @param produced how many items each producer puts
 * @param consumers how many consumers take them, about as many each
 * @param way how they take
 * @param size how many characters an item has besides its number, at most
 */
record Traffic(int first, List<Integer> produced, int consumers, Way way, int size) implements Serializable {

    /** How items are taken. */
    enum Way {
        TAKE, POLL, DRAIN, RECEIVE
    }

    /**
     * Has a queue carry it all.
     *
     * @throws AssertionError if an item is lost, comes twice, or before one that its producer put earlier
     */
    void through(Actors actors, BlockingQueue<String> queue) throws Exception {
        int total = produced.stream().mapToInt(Integer::intValue).sum();
        List<Actors.Task> producers = new ArrayList<>();
        for (int number = 0; number < produced.size(); number++) {
            int producer = number;
            producers.add(() -> produce(queue, producer));
        }
        List<Actors.Task> takers = new ArrayList<>();
        for (int number = 0; number < consumers; number++) {
            int share = total / consumers + (number < total % consumers ? 1 : 0);
            takers.add(() -> consume(queue, share));
        }
        List<Object> results = actors.together(rotated(producers, takers, actors.count()))
                .stream()
                .filter(List.class::isInstance)
                .toList();
        List<String> all = new ArrayList<>();
        for (Object result : results) {
            List<String> taken = ((List<?>) result).stream().map(String.class::cast).toList();
            requireOrder(taken);
            all.addAll(taken);
        }
        assertEquals(expected(), all.stream().sorted().toList(), "each item comes once");
    }

    /** The tasks by actor, the first of them that of actor {@link #first}; the others do nothing. */
    private List<Actors.Task> rotated(List<Actors.Task> producers, List<Actors.Task> takers, int count) {
        List<Actors.Task> tasks = new ArrayList<>();
        for (int actor = 0; actor < count; actor++) {
            tasks.add(() -> "idle");
        }
        int next = first;
        for (Actors.Task task : Stream.concat(producers.stream(), takers.stream()).toList()) {
            tasks.set(next++ % count, task);
        }
        return tasks;
    }

    private Object produce(BlockingQueue<String> queue, int producer) throws Exception {
        for (int number = 0; number < produced.get(producer); number++) {
            queue.put(item(producer, number));
        }
        if (queue instanceof ProcessQueue<?> ours) {
            ours.close();
        }
        return "produced";
    }

    private List<String> consume(BlockingQueue<String> queue, int share) throws Exception {
        List<String> taken = new ArrayList<>();
        while (taken.size() < share) {
            int before = taken.size();
            switch (way) {
                case TAKE -> taken.add(queue.take());
                case POLL -> {
                    String item = queue.poll(1, TimeUnit.MILLISECONDS);
                    if (item != null) {
                        taken.add(item);
                    }
                }
                case DRAIN -> {
                    if (queue.drainTo(taken, Math.min(3, share - before)) == 0) {
                        Thread.onSpinWait();
                    }
                }
                case RECEIVE -> {
                    if (queue instanceof RingQueue<String> ring) {
                        var delivery = ring.receive();
                        taken.add(delivery.item());
                        delivery.ack();
                    } else {
                        taken.add(queue.take());
                    }
                }
            }
            if (queue instanceof JoinableQueue<String> joinable) {
                for (int done = before; done < taken.size(); done++) {
                    joinable.taskDone();
                }
            }
        }
        if (queue instanceof ProcessQueue<?> ours) {
            ours.close();
        }
        return taken;
    }

    private String item(int producer, int number) {
        return producer + "." + number + "." + "x".repeat(size == 0 ? 0 : number * 31 % size);
    }

    private List<String> expected() {
        List<String> items = new ArrayList<>();
        for (int producer = 0; producer < produced.size(); producer++) {
            for (int number = 0; number < produced.get(producer); number++) {
                items.add(item(producer, number));
            }
        }
        return items.stream().sorted().toList();
    }

    private static void requireOrder(List<String> taken) {
        Map<String, Integer> last = new HashMap<>();
        for (String item : taken) {
            String[] parts = item.split("\\.", 3);
            int number = Integer.parseInt(parts[1]);
            int before = last.getOrDefault(parts[0], -1);
            assertTrue(before < number, () -> "after item " + before + " of producer " + parts[0] + " came " + number);
            last.put(parts[0], number);
        }
    }

    /** Up to two producers and two consumers, with a few items or some hundred. */
    static Arbitrary<Traffic> any(int largestSize) {
        return Combinators
                .combine(Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 300).list().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.integers().between(1, 2), Arbitraries.of(Way.class),
                        Arbitraries.integers().between(0, largestSize))
                .as(Traffic::new);
    }
}
