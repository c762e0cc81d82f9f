package org.weir.process;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * What is to be done before this process ends, by priority. Safe for use by several threads: each is run once, by
 * whoever comes first.
 */
final class Finalisers {

    private final List<Finaliser> pending = new ArrayList<>();
    private long registered;

    Finaliser add(int priority, Runnable action) {
        synchronized (pending) {
            Finaliser finaliser = new Finaliser(this, priority, registered++, action);
            pending.add(finaliser);
            return finaliser;
        }
    }

    boolean remove(Finaliser finaliser) {
        synchronized (pending) {
            return pending.remove(finaliser);
        }
    }

    boolean contains(Finaliser finaliser) {
        synchronized (pending) {
            return pending.contains(finaliser);
        }
    }

    /** Runs those of these priorities, the highest first and the last registered first among equals. */
    void run(IntPredicate priorities) {
        Optional<Finaliser> next = next(priorities);
        while (next.isPresent()) {
            try {
                next.get().run();
            } catch (RuntimeException | Error thrown) {
                System.err.println("A finaliser of priority " + next.get().priority() + " threw:");
                thrown.printStackTrace();
            }
            next = next(priorities);
        }
    }

    private Optional<Finaliser> next(IntPredicate priorities) {
        synchronized (pending) {
            if (pending.isEmpty()) {
                return Optional.empty();
            }
            return pending.stream()
                    .filter(finaliser -> priorities.test(finaliser.priority()))
                    .max(Comparator.comparingInt(Finaliser::priority).thenComparingLong(Finaliser::number));
        }
    }
}
