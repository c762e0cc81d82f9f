package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Delivery;
import org.weir.channel.Pipe;
import org.weir.channel.RingQueue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The rings under queues and connections, small ones, so that they are full and empty all the time and go round often. */
public final class Rings {
    private static final int RING = 256;

    private Rings() {}

    private static IllegalStateException unexpected(InterruptedException thrown) {
        return new IllegalStateException("nobody interrupts an actor", thrown);
    }

    /** One queue for all states: actors go through them in the same order. */
    @JCStressTest
    @State
    @Description("RingQueue: one consumer takes what one producer puts, in order.")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "The item of this state.")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Another item: one was lost, came twice or out of order.")
    public static class QueueInOrder {
        private static final RingQueue<Integer> QUEUE = RingQueue.create(Codec.standard(), RING, Integer.MAX_VALUE);

        private final Integer item = Slots.next();

        /** Puts the item of this state. */
        @Actor
        public void producer() {
            try {
                QUEUE.put(item);
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
        }

        /** Takes one. */
        @Actor
        public void consumer(Z_Result r) {
            try {
                r.r1 = QUEUE.take().equals(item);
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
        }
    }

    /** A queue for each state. */
    @JCStressTest
    @State
    @Description("RingQueue: of two that put an item and take one, each gets one.")
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "Each item once.")
    @Outcome(expect = FORBIDDEN, desc = "An item was lost or came twice.")
    public static class QueueOfTwo {
        private static final List<RingQueue<Integer>> QUEUES = Slots.objects(
                () -> RingQueue.create(Codec.standard(), RING, Integer.MAX_VALUE));

        private final RingQueue<Integer> queue = QUEUES.get(Slots.next());

        private int exchange(int item) {
            try {
                queue.put(item);
                return queue.take();
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
        }

        /** Puts 1. */
        @Actor
        public void one(II_Result r) {
            r.r1 = exchange(1);
        }

        /** Puts 2. */
        @Actor
        public void two(II_Result r) {
            r.r2 = exchange(2);
        }
    }

    /** One bounded queue for all states, and acknowledgements. */
    @JCStressTest
    @State
    @Description("RingQueue of one item: what was received and acknowledged does not come again.")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "The item of this state, for the first time.")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Another item, or one that came before.")
    public static class QueueWithDeliveries {
        private static final RingQueue<Integer> QUEUE = RingQueue.create(Codec.standard(), RING, 1);

        private final Integer item = Slots.next();

        /** Puts the item of this state. */
        @Actor
        public void producer() {
            try {
                QUEUE.put(item);
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
        }

        /** Receives one. */
        @Actor
        public void consumer(Z_Result r) {
            try {
                Delivery<Integer> delivery = QUEUE.receive();
                r.r1 = delivery.item().equals(item) && !delivery.isRedelivered();
                delivery.ack();
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
        }
    }

    /** One pipe for all states. */
    @JCStressTest
    @State
    @Description("Connection: one end receives what the other sends, whole and in order.")
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "The message of this state.")
    @Outcome(id = "false", expect = FORBIDDEN, desc = "Another message: one was lost, came twice or out of order.")
    public static class PipeInOrder {
        /** Messages of over 30 bytes go through a ring of 64. */
        private static final Pipe PIPE = Pipe.simplex(Codec.standard(), 64);

        private final String message = "message of the state in slot " + Slots.next();

        /** Sends the message of this state. */
        @Actor
        public void sender() {
            try {
                PIPE.second().send(message);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** Receives one. */
        @Actor
        public void receiver(Z_Result r) {
            try {
                r.r1 = PIPE.first().recv().equals(message);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** A pipe for each state, whose ends both actors share. */
    @JCStressTest
    @State
    @Description("Connection: of two that share both ends, send one message and receive one, each gets one.")
    @Outcome(id = {"1, 2", "2, 1"}, expect = ACCEPTABLE, desc = "Each message once.")
    @Outcome(expect = FORBIDDEN, desc = "A message was lost or came twice.")
    public static class PipeOfTwo {
        private static final List<Pipe> PIPES = Slots.objects(() -> Pipe.simplex(Codec.standard(), 64));

        private final Pipe pipe = PIPES.get(Slots.next());

        private int exchange(int message) {
            try {
                pipe.second().send(message);
                Connection from = pipe.first();
                return (int) from.recv();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        /** Sends 1. */
        @Actor
        public void one(II_Result r) {
            r.r1 = exchange(1);
        }

        /** Sends 2. */
        @Actor
        public void two(II_Result r) {
            r.r2 = exchange(2);
        }
    }
}
