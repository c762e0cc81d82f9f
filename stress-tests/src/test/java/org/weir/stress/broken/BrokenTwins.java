package org.weir.stress.broken;

import org.weir.examples.ControllerAndDispatcher;
import org.weir.memory.SharedInt;
import org.weir.stress.fault.BarrierPartyKilled;
import org.weir.stress.fault.ChangedAfterPut;
import org.weir.stress.fault.ChildPutsParentJoins;
import org.weir.stress.fault.ConditionWaiterKilled;
import org.weir.stress.fault.ConsumerKilledBeforeAck;
import org.weir.stress.fault.EventSetThenCleared;
import org.weir.stress.fault.HolderStopped;
import org.weir.stress.fault.IncrementsOfAValue;
import org.weir.stress.fault.ProducerKilledInPut;
import org.weir.stress.fault.PutThenLook;
import org.weir.stress.fault.TwoProducersInTurn;
import org.weir.stress.litmus.MessagePassingLocked;
import org.weir.stress.litmus.MessagePassingVolatile;
import org.weir.stress.litmus.SpinLockVolatile;
import org.weir.stress.seeds.BearsWithASemaphore;
import org.weir.stress.seeds.TicketsAnswered;
import org.weir.stress.sweep.LockedPipeWriters;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** The scenarios of this module with broken primitives: the same code, one method replaced. */
final class BrokenTwins {
    private BrokenTwins() {}

    /** A queue that hands its items to a thread and returns, as the original's does. */
    private static void later(Runnable put) {
        Thread.ofPlatform().daemon().start(() -> {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            put.run();
        });
    }

    public static class PutByAFeeder extends PutThenLook {
        @Override
        protected void put(String item) {
            later(() -> queue.add(item));
        }
    }

    public static class EncodedByAFeeder extends ChangedAfterPut {
        @Override
        protected void put(List<Integer> numbers) {
            later(() -> queue.add(numbers));
        }
    }

    public static class FirstOfTwoByAFeeder extends TwoProducersInTurn {
        @Override
        protected void put(String item) throws InterruptedException {
            if (item.equals("a")) {
                later(() -> queue.add(item));
            } else {
                super.put(item);
            }
        }
    }

    public static class AcknowledgedBeforeTheWork extends ConsumerKilledBeforeAck {
        public AcknowledgedBeforeTheWork(String where) {
            super(where);
        }

        @Override
        protected void claim() throws InterruptedException {
            queue.take();
        }
    }

    public static class PublishedBeforeItIsWhole extends ProducerKilledInPut {
        public PublishedBeforeItIsWhole(String where) {
            super(where);
        }

        @Override
        protected void put(byte[] item) throws InterruptedException {
            byte[] half = item.clone();
            Arrays.fill(half, half.length / 2, half.length, (byte) ~half[0]);
            super.put(half);
        }
    }

    public static class LosesWhatItHasNoRoomFor extends ChildPutsParentJoins {
        public LosesWhatItHasNoRoomFor(int size) {
            super(size);
        }

        @Override
        protected boolean put(byte[] message) throws InterruptedException {
            return message.length > 1 << 16 || super.put(message);
        }
    }

    public static class SignalThatIsLost extends ConditionWaiterKilled {
        public SignalThatIsLost(String where) {
            super(where);
        }

        @Override
        protected void signal() {}
    }

    public static class BarrierThatCountsTheDead extends BarrierPartyKilled {
        private final SharedInt arrived = SharedInt.create();

        public BarrierThatCountsTheDead(String where) {
            super(where);
        }

        @Override
        protected int waiting() {
            return arrived.get();
        }

        @Override
        protected String await() {
            arrived.getAndAdd(1);
            while (arrived.get() < 3) {
                Thread.onSpinWait();
            }
            return "passed";
        }
    }

    public static class EventThatForgets extends EventSetThenCleared {
        @Override
        protected boolean await() throws InterruptedException {
            super.await();
            return event.isSet();
        }
    }

    public static class ReadAndWriteInTwoSteps extends IncrementsOfAValue {
        public ReadAndWriteInTwoSteps(String how) {
            super(how);
        }

        @Override
        protected void update() {
            int before = value.get();
            for (int i = 0; i < 50; i++) {
                Thread.onSpinWait();
            }
            value.set(before + 1);
        }
    }

    public static class LockThatIsALease extends HolderStopped {
        private final SharedInt held = SharedInt.create();

        @Override
        protected void lock() {
            held.set(1);
        }

        @Override
        protected boolean tryLock(Duration most) {
            LockSupport.parkNanos(most.toNanos());
            return true;
        }

        @Override
        protected void unlock() {
            held.set(0);
        }
    }

    public static class WritersWithoutTheLock extends LockedPipeWriters {
        public WritersWithoutTheLock(int size) {
            super(size);
        }

        @Override
        protected void underTheLock(Write write) throws IOException {
            write.run();
        }
    }

    public static class SemaphoreThatIsLookedAtFirst extends BearsWithASemaphore {
        @Override
        protected boolean take() {
            if (salmon.availablePermits() == 0) {
                return false;
            }
            for (int i = 0; i < 50; i++) {
                Thread.onSpinWait();
            }
            salmon.tryAcquire();
            return true;
        }
    }

    /** The message stays in the sender's own memory, and the flag does not. */
    public static class FlagWithoutTheMessage extends MessagePassingVolatile {
        @Override
        public void sender() {
            ready.set(1);
        }
    }

    /** A lock that lets in both at once, as soon as both are there. */
    public static class LockThatLetsBothIn extends MessagePassingLocked {
        private static final int PATIENCE = 10_000;

        private final SharedInt come = SharedInt.create();

        @Override
        protected void lock() {
            come.getAndAdd(1);
            for (int i = 0; come.get() < 2 && i < PATIENCE; i++) {
                if (i % 1000 == 999) {
                    LockSupport.parkNanos(10_000);
                }
                Thread.onSpinWait();
            }
        }

        @Override
        protected void unlock() {}
    }

    public static class SpinLockInTwoSteps extends SpinLockVolatile {
        @Override
        protected void lock() {
            while (word.get() != 0) {
                Thread.onSpinWait();
            }
            word.set(1);
        }
    }

    public static class TaskTakenForGood extends TicketsAnswered {
        public TaskTakenForGood(Moment moment) {
            super(moment);
        }

        @Override
        protected ControllerAndDispatcher.Task claim() throws InterruptedException {
            return tasks.take();
        }
    }
}
