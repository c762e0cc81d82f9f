package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;

import org.jspecify.annotations.Nullable;
import org.weir.channel.RingQueue;
import org.weir.sync.BoundedProcessSemaphore;
import org.weir.sync.ProcessLock;
import org.weir.sync.ProcessReadWriteLock;

import java.io.Serial;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/** That the checks of the properties find what is broken: each is given something that is, and has to fail within its tries. */
class BrokenThingsTest {
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final int TRIES = 300;

    @Example
    void shouldFindAQueueThatIsAStack() {
        requireFailure(QueueStep.sequences(3, QueueStep.ALL, 10),
                (actors, steps) -> Step.check(actors, new Stack(), new LinkedBlockingQueue<>(), steps));
    }

    @Example
    void shouldFindABoundThatIsOffByOne() {
        requireFailure(QueueStep.sequences(3, QueueStep.ALL, 10),
                (actors, steps) -> Step.check(actors, RingQueue.bounded(4), new LinkedBlockingQueue<>(3), steps));
    }

    @Example
    void shouldFindAQueueThatOvertakes() {
        requireFailure(Traffic.any(10), (actors, traffic) -> traffic.through(actors, new Overtaking()));
    }

    @Example
    void shouldFindAQueueThatRepeats() {
        requireFailure(Traffic.any(10), (actors, traffic) -> traffic.through(actors, new Repeating()));
    }

    @Example
    void shouldFindALockThatAdmitsTwo() {
        requireFailure(Sections.any(), (actors, sections) -> sections.under(actors, new OpenDoor()));
    }

    @Example
    void shouldFindAReadLockThatIsNone() {
        requireFailure(Sections.any(),
                (actors, sections) -> sections.under(actors, new ReentrantLock(), new OpenDoor()));
    }

    @Example
    void shouldTellAReentrantLockFromOneThatIsNot() {
        requireFailure(LockStep.sequences(),
                (actors, steps) -> Step.check(actors, ProcessLock.create(), new LockStep.Model(true), steps));
    }

    @Example
    void shouldFindAPermitTooMany() {
        requireFailure(SemaphoreStep.sequences(), (actors, steps) -> Step.check(actors,
                BoundedProcessSemaphore.create(3), new SemaphoreStep.Model(2, 2), steps));
    }

    @Example
    void shouldTellOneThreadFromFour() {
        // Actors that are one thread hold what the others hold.
        requireFailure(ReadWriteStep.sequences(), (actors, steps) -> {
            try (LocalActors one = new LocalActors(1)) {
                Step.check(one, ProcessReadWriteLock.create(), new ReadWriteStep.Model(), steps);
            }
        });
    }

    @Example
    void shouldFindAMergeInTwoSteps() {
        Arbitrary<List<List<Integer>>> keys = Arbitraries.integers()
                .between(0, 1)
                .list()
                .ofSize(200)
                .list()
                .ofSize(3);
        requireFailure(keys,
                (actors, lists) -> ManagerProperties.requireAllMerged(actors, new MergingInTwoSteps(), lists));
    }

    /** A check of a property. */
    private interface Check<T> {
        void on(Actors actors, T input) throws Exception;
    }

    private static <T> void requireFailure(Arbitrary<T> inputs, Check<T> check) {
        System.out.println("weir.test.seed=" + SEED);
        Random random = new Random(SEED);
        var generator = inputs.generator(TRIES);
        for (int tries = 0; tries < TRIES; tries++) {
            T input = generator.next(random).value();
            try (LocalActors actors = new LocalActors(4)) {
                check.on(actors, input);
            } catch (AssertionError found) {
                return;
            } catch (Exception other) {
                throw new AssertionError("with " + input, other);
            }
        }
        assertTrue(false, "nothing was found in " + TRIES + " tries; seed " + SEED);
    }

    private static final class Stack extends LinkedBlockingDeque<String> {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public boolean offer(String item) {
            return offerFirst(item);
        }
    }

    private static final class Overtaking extends LinkedBlockingDeque<String> {
        @Serial
        private static final long serialVersionUID = 1;

        private final AtomicInteger puts = new AtomicInteger();

        @Override
        public void put(String item) throws InterruptedException {
            if (puts.incrementAndGet() % 9 == 0) {
                putFirst(item);
            } else {
                putLast(item);
            }
        }
    }

    private static final class Repeating extends LinkedBlockingQueue<String> {
        @Serial
        private static final long serialVersionUID = 1;

        private final AtomicInteger puts = new AtomicInteger();

        @Override
        public void put(String item) throws InterruptedException {
            super.put(item);
            if (puts.incrementAndGet() % 9 == 0) {
                super.put(item);
            }
        }
    }

    private static final class MergingInTwoSteps extends ConcurrentHashMap<Integer, Integer> {
        @Serial
        private static final long serialVersionUID = 1;

        @Override
        public @Nullable Integer merge(Integer key, Integer value,
                BiFunction<? super Integer, ? super Integer, ? extends @Nullable Integer> function) {
            Integer old = get(key);
            Thread.onSpinWait();
            return put(key, old == null ? value : old + value);
        }
    }

    /** Says yes to everybody. */
    private static final class OpenDoor implements Lock {
        @Override
        public void lock() {
            Thread.onSpinWait();
        }

        @Override
        public void lockInterruptibly() {
            Thread.onSpinWait();
        }

        @Override
        public boolean tryLock() {
            return true;
        }

        @Override
        public boolean tryLock(long time, TimeUnit unit) {
            return true;
        }

        @Override
        public void unlock() {
            Thread.onSpinWait();
        }

        @Override
        public Condition newCondition() {
            throw new UnsupportedOperationException();
        }
    }
}
