package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;

/**
 * A condition of a lock in the server. Signals go to waiters in the order in which they came; that of a waiter whose
 * client dies before its {@code await} has returned goes to the next.
 */
final class ConditionTarget implements Target {

    private static final class Waiter {
        private final Condition turn;
        private boolean signalled;

        private Waiter(Condition turn) {
            this.turn = turn;
        }
    }

    /** For clients that know the condition only; keeps the lock. */
    private final ManagedLock proxy;
    private final LockTarget lock;
    private final Deque<Waiter> waiters = new ArrayDeque<>();

    ConditionTarget(ManagedLock proxy, LockTarget lock) {
        this.proxy = proxy;
        this.lock = lock;
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        lock.mutex().lockInterruptibly();
        try {
            switch (operation) {
                case "await" -> {
                    lock.requireOwner(call, "wait for its condition");
                    return await(call, (long) arguments.get(0));
                }
                case "signal" -> {
                    lock.requireOwner(call, "signal its condition");
                    signal((int) arguments.get(0));
                    return null;
                }
                case "lock" -> {
                    return proxy;
                }
                case "waiting" -> {
                    return waiters.size();
                }
                default -> throw Target.unexposed(operation, "a condition");
            }
        } finally {
            lock.mutex().unlock();
        }
    }

    private boolean await(Call call, long nanos) throws InterruptedException {
        Waiter waiter = new Waiter(lock.mutex().newCondition());
        waiters.add(waiter);
        int held = lock.releaseForAwait();
        boolean interrupted = false;
        try {
            boolean _ = Waits.until(() -> waiter.signalled, waiter.turn, nanos);
        } catch (InterruptedException withdrawn) {
            interrupted = true;
        }
        waiters.remove(waiter);
        try {
            lock.takeAfterAwait(call, held);
        } catch (InterruptedException | RuntimeException gone) {
            passOn(waiter);
            throw gone;
        }
        if (waiter.signalled) {
            call.ifUndelivered(() -> passOnLater(waiter));
        } else if (interrupted) {
            throw new InterruptedException();
        }
        return waiter.signalled;
    }

    private void passOnLater(Waiter waiter) {
        lock.mutex().lock();
        try {
            passOn(waiter);
        } finally {
            lock.mutex().unlock();
        }
    }

    private void passOn(Waiter waiter) {
        if (waiter.signalled) {
            signal(1);
        }
    }

    private void signal(int count) {
        for (int i = 0; i < count && !waiters.isEmpty(); i++) {
            Waiter waiter = waiters.remove();
            waiter.signalled = true;
            waiter.turn.signal();
        }
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public String text() {
        lock.mutex().lock();
        try {
            return "Condition[" + waiters.size() + " waiting, " + lock.text() + "]";
        } finally {
            lock.mutex().unlock();
        }
    }
}
