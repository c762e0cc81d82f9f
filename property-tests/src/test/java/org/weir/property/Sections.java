package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Critical sections of several actors, all at once.
 *
 * @param entrances how each actor enters them, one after the other
 */
record Sections(List<List<Entrance>> entrances) implements Serializable {
    private static final int INSIDE = 0;
    private static final int FIRST = 1;
    private static final int SECOND = 2;
    private static final int PAUSE = 20;

    /** How a section is entered. */
    enum Entrance {
        LOCK, INTERRUPTIBLY, TRY, TRY_IN_TIME
    }

    /**
     * Runs them all under one lock, each of which adds 1 to two cells in two steps.
     *
     * @throws AssertionError if two were inside at a time, or an addition was lost
     */
    void under(Actors actors, Lock lock) throws Exception {
        Cells cells = Cells.create(3);
        List<Actors.Task> tasks = new ArrayList<>();
        for (int number = 0; number < entrances.size(); number++) {
            int actor = number;
            tasks.add(() -> write(lock, cells, actor + 1));
        }
        int sum = actors.together(tasks).stream().mapToInt(Integer.class::cast).sum();
        assertEquals(sum + " " + sum, cells.get(FIRST) + " " + cells.get(SECOND), "none is lost");
    }

    /**
     * As {@link #under}, with all but the first actor only looking, under the other lock.
     *
     * @throws AssertionError also if one saw the cells differ, or change
     */
    void under(Actors actors, Lock writeLock, Lock readLock) throws Exception {
        Cells cells = Cells.create(3);
        List<Actors.Task> tasks = new ArrayList<>();
        tasks.add(() -> write(writeLock, cells, 1));
        for (int number = 1; number < entrances.size(); number++) {
            int actor = number;
            tasks.add(() -> read(readLock, cells, actor));
        }
        Object sum = actors.together(tasks).getFirst();
        assertEquals(sum, cells.get(FIRST), "none is lost");
    }

    private int write(Lock lock, Cells cells, int self) throws Exception {
        int entered = 0;
        for (Entrance entrance : entrances.get(self - 1)) {
            if (enter(lock, entrance)) {
                entered++;
                try {
                    assertEquals(0, cells.get(INSIDE), "somebody else is inside");
                    cells.set(INSIDE, self);
                    cells.set(FIRST, pause(cells.get(FIRST)) + 1);
                    cells.set(SECOND, pause(cells.get(SECOND)) + 1);
                    assertEquals(self, cells.get(INSIDE), "somebody else is inside");
                    cells.set(INSIDE, 0);
                } finally {
                    lock.unlock();
                }
            }
        }
        return entered;
    }

    private int read(Lock lock, Cells cells, int self) throws Exception {
        int entered = 0;
        for (Entrance entrance : entrances.get(self)) {
            if (enter(lock, entrance)) {
                entered++;
                try {
                    int first = pause(cells.get(FIRST));
                    int second = cells.get(SECOND);
                    assertEquals(first, second, "half of a change");
                    assertEquals(0, cells.get(INSIDE), "a writer is inside");
                } finally {
                    lock.unlock();
                }
            }
        }
        return entered;
    }

    private static boolean enter(Lock lock, Entrance entrance) throws InterruptedException {
        return switch (entrance) {
            case LOCK -> {
                lock.lock();
                yield true;
            }
            case INTERRUPTIBLY -> {
                lock.lockInterruptibly();
                yield true;
            }
            case TRY -> lock.tryLock();
            case TRY_IN_TIME -> lock.tryLock(50, TimeUnit.MICROSECONDS);
        };
    }

    private static int pause(int value) {
        for (int i = 0; i < PAUSE; i++) {
            Thread.onSpinWait();
        }
        return value;
    }

    /** Of two to four actors, up to 150 each. */
    static Arbitrary<Sections> any() {
        return Arbitraries.of(Entrance.class)
                .list()
                .ofMaxSize(150)
                .list()
                .ofMinSize(2)
                .ofMaxSize(4)
                .map(Sections::new);
    }
}
