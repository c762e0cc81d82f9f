package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.ZI_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.weir.sync.BoundedProcessSemaphore;
import org.weir.sync.ProcessBarrier;
import org.weir.sync.ProcessCondition;
import org.weir.sync.ProcessEvent;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessSemaphore;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;

/** What threads wait for each other at: semaphores, barriers, events, conditions. */
public final class Meetings {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Meetings() {}

    private static IllegalStateException unexpected(Exception thrown) {
        return new IllegalStateException("nobody interrupts an actor or gives up", thrown);
    }

    /** A semaphore of one permit. */
    @JCStressTest
    @State
    @Description("ProcessSemaphore: with one permit, no increment between acquire and release is lost.")
    @Outcome(id = "2, 2", expect = ACCEPTABLE, desc = "Both increments.")
    @Outcome(expect = FORBIDDEN, desc = "Two had the permit at a time, or one did not see what the other did.")
    public static class OnePermit extends Locks.Protected {
        private static final ProcessSemaphore SEMAPHORE = BoundedProcessSemaphore.create(1);

        private void increment() {
            SEMAPHORE.acquireUninterruptibly();
            incrementInside();
            SEMAPHORE.release();
        }

        /** Increments. */
        @Actor
        public void one() {
            increment();
        }

        /** Increments. */
        @Actor
        public void two() {
            increment();
        }

        /** Looks. */
        @Arbiter
        public void last(II_Result r) {
            r.r1 = first;
            r.r2 = second;
        }
    }

    /** A semaphore for each state, which had one permit. */
    @JCStressTest
    @State
    @Description("ProcessSemaphore.tryAcquire: of two one gets the only permit.")
    @Outcome(id = {"true, false, 0", "false, true, 0"}, expect = ACCEPTABLE, desc = "One of them.")
    @Outcome(expect = FORBIDDEN, desc = "Both, none, or a permit was lost.")
    public static class LastPermit {
        private static final List<ProcessSemaphore> SEMAPHORES = Slots.objects(() -> ProcessSemaphore.create(1));

        private final ProcessSemaphore semaphore = SEMAPHORES.get(Slots.next());

        /** With one permit. */
        public LastPermit() {
            if (semaphore.availablePermits() == 0) {
                semaphore.release();
            }
        }

        /** Tries. */
        @Actor
        public void one(ZZI_Result r) {
            r.r1 = semaphore.tryAcquire();
        }

        /** Tries. */
        @Actor
        public void two(ZZI_Result r) {
            r.r2 = semaphore.tryAcquire();
        }

        /** Looks. */
        @Arbiter
        public void last(ZZI_Result r) {
            r.r3 = semaphore.availablePermits();
        }
    }

    /** One barrier for all states, which both actors go through in the same order. */
    @JCStressTest
    @State
    @Description("ProcessBarrier: behind it each sees what the other did before it, and they have different numbers.")
    @Outcome(id = {"1, 1, 0, 1", "1, 1, 1, 0"}, expect = ACCEPTABLE, desc = "They met.")
    @Outcome(expect = FORBIDDEN, desc = "One went on alone, or both are last.")
    public static class Barrier {
        private static final ProcessBarrier BARRIER = ProcessBarrier.create(2, () -> {}, LIMIT);

        private int left;
        private int right;

        private static int meet() {
            try {
                return BARRIER.await();
            } catch (InterruptedException | BrokenBarrierException thrown) {
                throw unexpected(thrown);
            }
        }

        /** Comes from the left. */
        @Actor
        public void left(IIII_Result r) {
            left = 1;
            r.r3 = meet();
            r.r1 = right;
        }

        /** Comes from the right. */
        @Actor
        public void right(IIII_Result r) {
            right = 1;
            r.r4 = meet();
            r.r2 = left;
        }
    }

    /** An event for each state. */
    @JCStressTest
    @State
    @Description("ProcessEvent: who has waited for it sees what was written before it was set.")
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "The waiter went on, and saw the message.")
    @Outcome(expect = FORBIDDEN, desc = "The waiter was forgotten, or went on too early.")
    public static class Event {
        private static final List<ProcessEvent> EVENTS = Slots.objects(ProcessEvent::create);

        private final ProcessEvent event = EVENTS.get(Slots.next());
        private int message;

        /** With an event that is not set. */
        public Event() {
            event.clear();
        }

        /** Writes, then sets the event. */
        @Actor
        public void setter() {
            message = 1;
            event.set();
        }

        /** Waits for it, then reads. */
        @Actor
        public void waiter(ZI_Result r) {
            try {
                r.r1 = event.await(LIMIT);
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            }
            r.r2 = message;
        }
    }

    /** One lock and condition for all states. */
    @JCStressTest
    @State
    @Description("ProcessCondition: a signal reaches who waits, and who comes later need not wait.")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "The waiter saw the message.")
    @Outcome(expect = FORBIDDEN, desc = "The waiter was forgotten.")
    public static class Condition {
        private static final ProcessLock LOCK = ProcessLock.create();
        private static final ProcessCondition CHANGED = LOCK.newCondition();

        private int message;

        /** Writes and signals. */
        @Actor
        public void signaller() {
            LOCK.lock();
            try {
                message = 1;
                CHANGED.signalAll();
            } finally {
                LOCK.unlock();
            }
        }

        /** Waits until there is something. */
        @Actor
        @SuppressWarnings("WaitNotInLoop") // the loop is in awaitFor
        public void waiter(I_Result r) {
            LOCK.lock();
            try {
                boolean _ = CHANGED.awaitFor(() -> message != 0, LIMIT);
                r.r1 = message;
            } catch (InterruptedException thrown) {
                throw unexpected(thrown);
            } finally {
                LOCK.unlock();
            }
        }
    }
}
