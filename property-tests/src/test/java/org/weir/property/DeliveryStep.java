package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.jspecify.annotations.Nullable;
import org.weir.channel.Delivery;
import org.weir.channel.RingQueue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * An operation of a ring queue whose items are acknowledged.
 *
 * @param actor who does it, from 0 to 1: each in a process of its own
 * @param kind what
 * @param number its place in the sequence, and so the item that it puts
 */
record DeliveryStep(int actor, Kind kind, int number) implements Step<RingQueue<Integer>, DeliveryStep.Model> {
    /** What the actors of this process have received and not ended, by actor. */
    private static final Map<Integer, Deque<Delivery<Integer>>> OPEN = new HashMap<>();

    /** What is done; what ends a delivery ends the oldest that the actor has. */
    enum Kind {
        PUT, RECEIVE, ACK, GIVE_BACK, CLOSE, TAKE, SIZE
    }

    /** FIFO, but that items given back come first, in the order in which they were put, and are flagged. */
    static final class Model {
        private final Deque<Integer> waiting = new ArrayDeque<>();
        private final TreeMap<Integer, Integer> returned = new TreeMap<>();
        private final Map<Integer, Deque<Integer>> open = new HashMap<>();

        private Optional<String> next(int actor, boolean keep) {
            boolean again = !returned.isEmpty();
            Integer item = again ? returned.pollFirstEntry().getKey() : waiting.poll();
            if (item == null) {
                return Optional.empty();
            }
            if (keep) {
                openOf(actor).add(item);
            }
            return Optional.of(item + (again && keep ? " again" : ""));
        }

        private Deque<Integer> openOf(int actor) {
            return open.computeIfAbsent(actor, _ -> new ArrayDeque<>());
        }
    }

    @Override
    public boolean appliesTo(Model model) {
        return (kind != Kind.ACK && kind != Kind.GIVE_BACK && kind != Kind.CLOSE) || !model.openOf(actor).isEmpty();
    }

    /** Gives back what a try has left open in this process. */
    static Object forgotten() {
        OPEN.values().forEach(all -> all.forEach(Delivery::close));
        OPEN.clear();
        return "forgotten";
    }

    @Override
    public @Nullable Object on(RingQueue<Integer> queue) throws Exception {
        Deque<Delivery<Integer>> open = OPEN.computeIfAbsent(actor, _ -> new ArrayDeque<>());
        switch (kind) {
            case PUT -> queue.put(number);
            case RECEIVE -> {
                Optional<Delivery<Integer>> delivery = queue.receive(Duration.ZERO);
                delivery.ifPresent(open::add);
                return delivery.map(each -> each.item() + (each.isRedelivered() ? " again" : ""));
            }
            case ACK -> open.remove().ack();
            case GIVE_BACK -> open.remove().giveBack();
            case CLOSE -> open.remove().close();
            case TAKE -> {
                return Optional.ofNullable(queue.poll());
            }
            case SIZE -> {
                return queue.size();
            }
        }
        return kind;
    }

    @Override
    public @Nullable Object in(Model model) {
        switch (kind) {
            case PUT -> model.waiting.add(number);
            case RECEIVE -> {
                return model.next(actor, true);
            }
            case ACK -> model.openOf(actor).remove();
            case GIVE_BACK, CLOSE -> {
                Integer item = model.openOf(actor).remove();
                model.returned.put(item, item);
            }
            case TAKE -> {
                return model.next(actor, false);
            }
            case SIZE -> {
                return model.waiting.size() + model.returned.size();
            }
        }
        return kind;
    }

    static Arbitrary<List<DeliveryStep>> sequences() {
        return Combinators.combine(Arbitraries.integers().between(0, 1), Arbitraries.of(Kind.class))
                .as((actor, kind) -> new DeliveryStep(actor, kind, 0))
                .list()
                .ofMaxSize(60)
                .map(steps -> IntStream.range(0, steps.size())
                        .mapToObj(at -> new DeliveryStep(steps.get(at).actor, steps.get(at).kind, at))
                        .toList());
    }

    @Override
    public String toString() {
        return actor + ": " + kind + (kind == Kind.PUT ? " " + number : "");
    }
}
