package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.jspecify.annotations.Nullable;
import org.weir.sync.RobustLock;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An operation of a lock that does not wait.
 *
 * @param actor who does it
 * @param kind what
 */
record LockStep(int actor, Kind kind) implements Step<RobustLock, LockStep.Model> {

    /** What is done. */
    enum Kind {
        TRY, TRY_IN_TIME,
        /** Only done if it need not wait. */
        LOCK, UNLOCK, IS_LOCKED, IS_MINE
    }

    /** One owner, who may hold it several times if it is reentrant. */
    static final class Model {
        private static final int NOBODY = -1;

        private final boolean reentrant;
        private int owner = NOBODY;
        private int holds;

        Model(boolean reentrant) {
            this.reentrant = reentrant;
        }

        private boolean take(int actor) {
            if (owner == NOBODY || (owner == actor && reentrant)) {
                owner = actor;
                holds++;
                return true;
            }
            return false;
        }

        private void giveBack(int actor) {
            if (owner != actor) {
                throw new IllegalMonitorStateException();
            }
            if (--holds == 0) {
                owner = NOBODY;
            }
        }
    }

    @Override
    public boolean appliesTo(Model model) {
        return kind != Kind.LOCK || model.owner == Model.NOBODY || model.owner == actor;
    }

    @Override
    public @Nullable Object on(RobustLock lock) throws Exception {
        switch (kind) {
            case TRY -> {
                return lock.tryLock();
            }
            case TRY_IN_TIME -> {
                return lock.tryLock(1, TimeUnit.MICROSECONDS);
            }
            case LOCK -> lock.lock();
            case UNLOCK -> lock.unlock();
            case IS_LOCKED -> {
                return lock.isLocked();
            }
            case IS_MINE -> {
                return lock.isHeldByCurrentThread();
            }
        }
        return kind;
    }

    @Override
    public @Nullable Object in(Model model) {
        switch (kind) {
            case TRY, TRY_IN_TIME -> {
                return model.take(actor);
            }
            case LOCK -> {
                if (!model.take(actor)) {
                    throw new IllegalMonitorStateException();
                }
            }
            case UNLOCK -> model.giveBack(actor);
            case IS_LOCKED -> {
                return model.owner != Model.NOBODY;
            }
            case IS_MINE -> {
                return model.owner == actor;
            }
        }
        return kind;
    }

    static Arbitrary<List<LockStep>> sequences() {
        return Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Kind.class))
                .as(LockStep::new)
                .list()
                .ofMaxSize(50);
    }

    @Override
    public String toString() {
        return actor + ": " + kind;
    }
}
