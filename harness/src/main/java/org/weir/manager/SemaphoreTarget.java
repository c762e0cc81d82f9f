package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A semaphore in the server. Permits that were leased come back when the client ends; the others have no owner. */
final class SemaphoreTarget implements Target, Mortal {

    private final int most;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition returned = mutex.newCondition();
    private final Map<Session, Integer> leased = new HashMap<>();
    private int permits;

    SemaphoreTarget(int permits, boolean bounded) {
        if (permits < 0) {
            throw new IllegalArgumentException("A semaphore has 0 permits or more; got " + permits + ".");
        }
        this.permits = permits;
        this.most = bounded ? permits : Integer.MAX_VALUE;
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        mutex.lockInterruptibly();
        try {
            switch (operation) {
                case "acquire" -> {
                    return acquire((long) arguments.get(0));
                }
                case "lease" -> {
                    return lease(call.session(), (long) arguments.get(0));
                }
                case "release" -> release((int) arguments.get(0));
                case "endLease" -> endLease(call.session());
                case "permits" -> {
                    return permits;
                }
                default -> throw Target.unexposed(operation, "a semaphore");
            }
            return null;
        } finally {
            mutex.unlock();
        }
    }

    private boolean acquire(long nanos) throws InterruptedException {
        if (!Waits.until(() -> permits > 0, returned, nanos)) {
            return false;
        }
        permits--;
        return true;
    }

    private boolean lease(Session session, long nanos) throws InterruptedException {
        if (!acquire(nanos)) {
            return false;
        }
        try {
            session.hold(this);
        } catch (InterruptedException ended) {
            release(1);
            throw ended;
        }
        leased.merge(session, 1, Integer::sum);
        return true;
    }

    private void endLease(Session session) {
        if (!leased.containsKey(session)) {
            throw new IllegalStateException("This process holds no lease of the semaphore.");
        }
        if (leased.merge(session, -1, Integer::sum) == 0) {
            leased.remove(session);
            session.letGo(this);
        }
        release(1);
    }

    private void release(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("At least one permit can be released; got " + count + ".");
        }
        if (count > most - permits) {
            throw new IllegalStateException("The semaphore has " + permits + " of at most " + most + " permits; "
                    + count + " more cannot be released.");
        }
        permits += count;
        for (int i = 0; i < count && mutex.hasWaiters(returned); i++) {
            returned.signal();
        }
    }

    @Override
    public void onEnd(Session session) {
        mutex.lock();
        try {
            Integer count = leased.remove(session);
            int back = count == null ? 0 : Math.min(count, most - permits);
            if (back > 0) {
                release(back);
            }
        } finally {
            mutex.unlock();
        }
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public String text() {
        mutex.lock();
        try {
            return (most == Integer.MAX_VALUE ? "Semaphore[" : "BoundedSemaphore[at most " + most + ", ") + permits
                    + " permits]";
        } finally {
            mutex.unlock();
        }
    }
}
