package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.jspecify.annotations.Nullable;
import org.weir.sync.ProcessSemaphore;

import java.time.Duration;
import java.util.List;

/**
 * An operation of a semaphore that does not wait.
 *
 * @param actor who does it
 * @param kind what
 * @param permits how many
 */
record SemaphoreStep(int actor, Kind kind, int permits) implements Step<ProcessSemaphore, SemaphoreStep.Model> {

    /** What is done. */
    enum Kind {
        ACQUIRE_ONE, ACQUIRE, RELEASE, AVAILABLE
    }

    /** A number of permits. */
    static final class Model {
        private final int bound;
        private int permits;

        Model(int permits, int bound) {
            this.permits = permits;
            this.bound = bound;
        }

        private boolean take(int count) {
            if (permits < count) {
                return false;
            }
            permits -= count;
            return true;
        }
    }

    @Override
    public @Nullable Object on(ProcessSemaphore semaphore) throws Exception {
        switch (kind) {
            case ACQUIRE_ONE -> {
                return semaphore.tryAcquire();
            }
            case ACQUIRE -> {
                return semaphore.tryAcquire(permits, Duration.ZERO);
            }
            case RELEASE -> semaphore.release(permits);
            case AVAILABLE -> {
                return semaphore.availablePermits();
            }
        }
        return kind;
    }

    @Override
    public @Nullable Object in(Model model) {
        switch (kind) {
            case ACQUIRE_ONE -> {
                return model.take(1);
            }
            case ACQUIRE -> {
                return model.take(permits);
            }
            case RELEASE -> {
                if (permits > model.bound - model.permits) {
                    throw new IllegalStateException();
                }
                model.permits += permits;
            }
            case AVAILABLE -> {
                return model.permits;
            }
        }
        return kind;
    }

    static Arbitrary<List<SemaphoreStep>> sequences() {
        return Combinators
                .combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(1, 4))
                .as(SemaphoreStep::new)
                .list()
                .ofMaxSize(50);
    }

    @Override
    public String toString() {
        return actor + ": " + kind + (kind == Kind.ACQUIRE || kind == Kind.RELEASE ? " " + permits : "");
    }
}
