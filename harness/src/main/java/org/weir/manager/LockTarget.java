package org.weir.manager;

import org.jspecify.annotations.Nullable;
import org.weir.sync.BrokenLockException;
import org.weir.sync.OwnerDiedException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A lock in the server, owned by threads of clients. When the owner's client ends it is abandoned: whoever wants it gets
 * an {@link OwnerDiedException} until somebody recovers it. Barging. Its conditions share {@link #mutex}.
 */
final class LockTarget implements Target, Mortal {

    private enum State {
        NORMAL, ABANDONED, RECOVERING, BROKEN
    }

    /** What is done with an abandoned lock. */
    private enum OnDeath {
        REFUSE, TAKE_OVER
    }

    private final boolean reentrant;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition changed = mutex.newCondition();
    private State state = State.NORMAL;
    private Optional<Owner> owner = Optional.empty();
    private int holds;
    private long token;
    private Optional<Session> dead = Optional.empty();

    LockTarget(boolean reentrant) {
        this.reentrant = reentrant;
    }

    ReentrantLock mutex() {
        return mutex;
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        mutex.lockInterruptibly();
        try {
            return switch (operation) {
                case "lock" -> {
                    refuseHolder(call);
                    yield take(call, (long) arguments.get(0), OnDeath.REFUSE);
                }
                case "tryLock" -> take(call, (long) arguments.get(0), OnDeath.REFUSE);
                case "recover" -> recover(call, (long) arguments.get(0));
                case "unlock" -> {
                    requireOwner(call, "unlock it");
                    release();
                    yield null;
                }
                case "consistent" -> {
                    requireOwner(call, "say that it is consistent");
                    state = State.NORMAL;
                    yield null;
                }
                case "isLocked" -> owner.isPresent() || state != State.NORMAL;
                case "isHeld" -> isOwner(call);
                case "token" -> {
                    requireOwner(call, "ask for its fencing token");
                    yield token;
                }
                default -> throw Target.unexposed(operation, "a lock");
            };
        } finally {
            mutex.unlock();
        }
    }

    private void refuseHolder(Call call) {
        if (!reentrant && isOwner(call)) {
            throw new IllegalMonitorStateException("This thread holds the lock already and would wait for itself; to"
                    + " take it more than once, use a reentrant lock.");
        }
    }

    private boolean isOwner(Call call) {
        return owner.isPresent() && owner.get().equals(call.caller());
    }

    void requireOwner(Call call, String what) {
        if (!isOwner(call)) {
            throw new IllegalMonitorStateException("Only the thread that holds a lock can " + what + "; " + text());
        }
    }

    /** Waits for at most {@code nanos}, for ever if negative. */
    private boolean take(Call call, long nanos, OnDeath onDeath) throws InterruptedException {
        if (reentrant && isOwner(call)) {
            holds = Math.incrementExact(holds);
            return true;
        }
        if (!Waits.until(() -> mayTake(onDeath), changed, nanos)) {
            return false;
        }
        hold(call, 1);
        return true;
    }

    private boolean mayTake(OnDeath onDeath) {
        return switch (state) {
            case BROKEN -> throw new BrokenLockException("The managed lock");
            case ABANDONED -> {
                if (onDeath == OnDeath.REFUSE) {
                    Session owner = dead.orElseThrow();
                    throw OwnerDiedException.of("the managed lock", owner.pid(), owner.name());
                }
                yield true;
            }
            case NORMAL, RECOVERING -> owner.isEmpty();
        };
    }

    private void hold(Call call, int count) throws InterruptedException {
        call.session().hold(this);
        owner = Optional.of(call.caller());
        holds = count;
        token = call.session().nextToken();
    }

    /** Whether it was abandoned; empty if the time is over. */
    private List<Boolean> recover(Call call, long nanos) throws InterruptedException {
        if (isOwner(call)) {
            throw new IllegalMonitorStateException("This thread holds the lock that it wants to recover: " + text());
        }
        if (!take(call, nanos, OnDeath.TAKE_OVER)) {
            return List.of();
        }
        boolean abandoned = state == State.ABANDONED;
        if (abandoned) {
            state = State.RECOVERING;
        }
        return List.of(abandoned);
    }

    private void release() {
        if (--holds > 0) {
            return;
        }
        free();
        if (state == State.RECOVERING) {
            state = State.BROKEN;
            changed.signalAll();
        } else {
            changed.signal();
        }
    }

    private void free() {
        owner.ifPresent(owned -> owned.session().letGo(this));
        owner = Optional.empty();
        holds = 0;
    }

    /** Gives the lock back for a time, however often it is held. */
    int releaseForAwait() {
        int held = holds;
        holds = 1;
        release();
        return held;
    }

    /** Takes it again after a wait, whatever interrupts; restores the interrupt status. */
    void takeAfterAwait(Call call, int count) throws InterruptedException {
        boolean interrupted = false;
        while (!mayTake(OnDeath.REFUSE)) {
            try {
                changed.await();
            } catch (InterruptedException ignored) {
                interrupted = true;
                call.session().requireLiving();
            }
        }
        hold(call, count);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onEnd(Session session) {
        mutex.lock();
        try {
            if (owner.isPresent() && owner.get().session() == session) {
                free();
                state = State.ABANDONED;
                dead = Optional.of(session);
                changed.signalAll();
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
            String name = reentrant ? "ReentrantLock" : "Lock";
            String who = owner.map(held -> "held by " + held + (reentrant ? ", " + holds + " times" : ""))
                    .orElse("free");
            return name + "[" + switch (state) {
                case NORMAL -> who;
                case RECOVERING -> who + ", being recovered";
                case ABANDONED -> "abandoned by " + dead.orElseThrow();
                case BROKEN -> "broken";
            } + "]";
        } finally {
            mutex.unlock();
        }
    }
}
