package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * An operation of a queue that never waits for long.
 *
 * @param actor who does it
 * @param kind what
 * @param number of the item, or how many
 * @param size how many characters the item has besides its number
 */
record QueueStep(int actor, Kind kind, int number, int size)
        implements
            Step<BlockingQueue<String>, BlockingQueue<String>> {

    /** What is done. */
    enum Kind {
        OFFER, ADD, OFFER_IN_TIME, POLL, REMOVE, DRAIN, PEEK, ELEMENT, SIZE, IS_EMPTY, ROOM, CONTENTS, CONTAINS, CLEAR,
        /** Takes an item, which may still be on its way; only done if there is one. */
        AWAIT
    }

    /** All that a queue can do that can be looked into. */
    static final List<Kind> ALL = List.of(Kind.values());
    /** What a queue on a pipe with a feeder can do exactly. */
    static final List<Kind> FED = List.of(Kind.OFFER, Kind.ADD, Kind.OFFER_IN_TIME, Kind.AWAIT, Kind.SIZE, Kind.ROOM);

    @Override
    public boolean appliesTo(BlockingQueue<String> model) {
        return kind != Kind.AWAIT || !model.isEmpty();
    }

    @Override
    public @Nullable Object on(BlockingQueue<String> queue) throws Exception {
        return apply(queue);
    }

    @Override
    public @Nullable Object in(BlockingQueue<String> model) throws Exception {
        return apply(model);
    }

    private @Nullable Object apply(BlockingQueue<String> queue) throws Exception {
        return switch (kind) {
            case OFFER -> queue.offer(item());
            case ADD -> queue.add(item());
            case OFFER_IN_TIME -> queue.offer(item(), 1, TimeUnit.MICROSECONDS);
            case POLL -> queue.poll();
            case REMOVE -> queue.remove();
            case DRAIN -> {
                List<String> drained = new ArrayList<>();
                int count = queue.drainTo(drained, number % 5);
                yield count + " " + drained;
            }
            case PEEK -> queue.peek();
            case ELEMENT -> queue.element();
            case SIZE -> queue.size();
            case IS_EMPTY -> queue.isEmpty();
            case ROOM -> queue.remainingCapacity();
            case CONTENTS -> List.of(queue.toArray());
            case CONTAINS -> queue.contains(item());
            case CLEAR -> {
                queue.clear();
                yield "cleared";
            }
            case AWAIT -> queue.poll(Actors.LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        };
    }

    private String item() {
        return number + "x".repeat(size);
    }

    /** Sequences of such operations by any of {@code actors}. */
    static Arbitrary<List<QueueStep>> sequences(int actors, List<Kind> kinds, int largestSize) {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(0, 20)),
                Tuple.of(1, Arbitraries.integers().between(0, largestSize)));
        return Combinators
                .combine(Arbitraries.integers().between(0, actors - 1), Arbitraries.of(kinds),
                        Arbitraries.integers().between(0, 9), sizes)
                .as(QueueStep::new)
                .list()
                .ofMaxSize(40);
    }

    @Override
    public String toString() {
        return actor + ": " + switch (kind) {
            case OFFER, ADD, OFFER_IN_TIME, CONTAINS -> kind + " " + number + (size == 0 ? "" : "+" + size + " x");
            case DRAIN -> kind + " " + number % 5;
            default -> kind.toString();
        };
    }
}
