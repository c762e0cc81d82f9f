package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;

import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

class ConnectionProperties {
    private static final int RING = 256 << 10;

    @Property(tries = 100)
    void aPipeIsTwoStreamsOfMessagesThatEnd(@ForAll("steps") List<ConnectionStep> steps) throws Exception {
        Workers.check(actors -> {
            String name = UUID.randomUUID().toString();
            try (Pipe pipe = Pipe.create(Codec.standard(), RING)) {
                List<Connection> ends = List.of(pipe.first(), pipe.second());
                for (int end = 0; end < 2; end++) {
                    int number = end;
                    Connection connection = ends.get(end);
                    Object _ = actors.call(end, () -> ConnectionStep.adopt(name, number, connection));
                }
            }
            Step.check(actors, name, new ConnectionStep.Model(), steps);
            List<Object> _ = actors.together(
                    List.of(() -> ConnectionStep.drop(name, 0), () -> ConnectionStep.drop(name, 1)));
        });
    }

    @Property(tries = 100)
    void messagesOfManySendersComeWholeOnceAndInOrder(@ForAll("streams") Streams streams,
            @ForAll @IntRange(min = 64, max = 5_000) int ring) throws Exception {
        Workers.check(actors -> streams.through(actors, Pipe.simplex(Codec.allowing("org.weir.property"), ring)));
    }

    /**
     * Senders that share one end, and receivers that share the other.
     *
     * @param lengths of the messages of each sender
     * @param receivers how many there are
     */
    record Streams(List<List<Integer>> lengths, int receivers) implements Serializable {

        void through(Actors actors, Pipe pipe) throws Exception {
            Connection from = pipe.first();
            Connection to = pipe.second();
            List<Actors.Task> tasks = new ArrayList<>();
            for (int number = 0; number < receivers; number++) {
                tasks.add(() -> receive(from));
            }
            for (int number = 0; number < lengths.size(); number++) {
                int sender = number;
                tasks.add(() -> send(to, sender));
            }
            List<List<?>> received = new ArrayList<>();
            List<CompletableFuture<Object>> results = new ArrayList<>();
            for (int actor = 0; actor < tasks.size(); actor++) {
                results.add(actors.begin(actor, tasks.get(actor)));
            }
            for (int sender = 0; sender < lengths.size(); sender++) {
                assertEquals("sent", Actors.result(results.get(receivers + sender)));
            }
            to.close();
            for (int receiver = 0; receiver < receivers; receiver++) {
                received.add((List<?>) Actors.result(results.get(receiver)));
            }
            from.close();
            requireAllOnceInOrder(received);
        }

        private Object send(Connection to, int sender) throws IOException {
            List<Integer> mine = lengths.get(sender);
            for (int number = 0; number < mine.size(); number++) {
                to.send(new Message(sender, number, content(sender, number, mine.get(number))));
            }
            to.close();
            return "sent";
        }

        /** What comes, without the content, which is looked at. */
        private Object receive(Connection from) throws IOException {
            List<List<Integer>> received = new ArrayList<>();
            try {
                while (true) {
                    Message message = (Message) from.recv();
                    int length = lengths.get(message.sender).get(message.number);
                    assertEquals(content(message.sender, message.number, length), message.content);
                    received.add(List.of(message.sender, message.number));
                }
            } catch (EOFException end) {
                from.close();
                return received;
            }
        }

        private void requireAllOnceInOrder(List<List<?>> received) {
            Map<Object, Integer> counts = new HashMap<>();
            for (List<?> each : received) {
                Map<Object, Integer> last = new HashMap<>();
                for (Object name : each) {
                    int sender = (int) ((List<?>) name).get(0);
                    int number = (int) ((List<?>) name).get(1);
                    assertEquals(true, last.getOrDefault(sender, -1) < number, () -> "out of order: " + each);
                    last.put(sender, number);
                    counts.merge(name, 1, Integer::sum);
                }
            }
            Map<Object, Integer> expected = new HashMap<>();
            for (int sender = 0; sender < lengths.size(); sender++) {
                for (int number = 0; number < lengths.get(sender).size(); number++) {
                    expected.put(List.of(sender, number), 1);
                }
            }
            assertEquals(expected, counts);
        }

        private static String content(int sender, int number, int length) {
            return (sender + "." + number + ";").repeat(length / 4);
        }
    }

    private record Message(int sender, int number, String content) {}

    @Provide
    Arbitrary<List<ConnectionStep>> steps() {
        return ConnectionStep.sequences();
    }

    @Provide
    Arbitrary<Streams> streams() {
        Arbitrary<Integer> lengths = Arbitraries.frequencyOf(
                Tuple.of(9, Arbitraries.integers().between(0, 60)),
                Tuple.of(1, Arbitraries.integers().between(0, 20_000)));
        return Combinators
                .combine(lengths.list().ofMaxSize(100).list().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.integers().between(1, 2))
                .as(Streams::new);
    }
}
