package org.weir.property;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

import org.jspecify.annotations.Nullable;
import org.weir.sync.ProcessReadWriteLock;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An operation of a read-write lock that does not wait.
 *
 * @param actor who does it
 * @param kind what
 */
record ReadWriteStep(int actor, Kind kind) implements Step<ProcessReadWriteLock, ReadWriteStep.Model> {

    /** What is done. */
    enum Kind {
        TRY_READ, END_READ, TRY_WRITE, END_WRITE, READS, WRITES
    }

    /** One writer, or any readers; a writer may read too. */
    static final class Model {
        private final Map<Integer, Integer> reads = new HashMap<>();
        private int writer = -1;
        private int writes;
    }

    @Override
    public @Nullable Object on(ProcessReadWriteLock lock) {
        switch (kind) {
            case TRY_READ -> {
                return lock.readLock().tryLock();
            }
            case END_READ -> lock.readLock().unlock();
            case TRY_WRITE -> {
                return lock.writeLock().tryLock();
            }
            case END_WRITE -> lock.writeLock().unlock();
            case READS -> {
                return lock.readLock().getHoldCount();
            }
            case WRITES -> {
                return lock.writeLock().getHoldCount();
            }
        }
        return kind;
    }

    @Override
    public @Nullable Object in(Model model) {
        switch (kind) {
            case TRY_READ -> {
                boolean may = model.writer == -1 || model.writer == actor;
                if (may) {
                    model.reads.merge(actor, 1, Integer::sum);
                }
                return may;
            }
            case END_READ -> {
                if (!model.reads.containsKey(actor)) {
                    throw new IllegalMonitorStateException();
                }
                model.reads.computeIfPresent(actor, (_, reads) -> reads == 1 ? null : reads - 1);
            }
            case TRY_WRITE -> {
                boolean may = model.writer == actor || (model.writer == -1 && model.reads.isEmpty());
                if (may) {
                    model.writer = actor;
                    model.writes++;
                }
                return may;
            }
            case END_WRITE -> {
                if (model.writer != actor) {
                    throw new IllegalMonitorStateException();
                }
                if (--model.writes == 0) {
                    model.writer = -1;
                }
            }
            case READS -> {
                return model.reads.getOrDefault(actor, 0);
            }
            case WRITES -> {
                return model.writer == actor ? model.writes : 0;
            }
        }
        return kind;
    }

    static Arbitrary<List<ReadWriteStep>> sequences() {
        return Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Kind.class))
                .as(ReadWriteStep::new)
                .list()
                .ofMaxSize(60);
    }

    @Override
    public String toString() {
        return actor + ": " + kind;
    }
}
