package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The tasks of one worker, as its pool keeps account of them, and whether it may be sent more while it is at one. All is
 * guarded by the scheduler's lock.
 */
final class PoolLoad {

    private static final double SHORT_NANOS = 200_000;
    private static final int MOST_AHEAD = 64;
    private static final int LARGEST_AHEAD = 2 << 10;
    private static final int BYTES_AHEAD = 128 << 10;
    private static final int OVERHEAD = 64;
    private static final double WEIGHT = 0.2;

    /** Sent, or about to be, without an answer. */
    private final Map<Long, PoolTask> inFlight = new LinkedHashMap<>();
    private int bytesInFlight;
    private int given;
    /** For how long its tasks run, a moving average; more than any task's while nothing is known of them. */
    private double meanNanos = Double.MAX_VALUE;
    /** The task that was running when the clock last looked. */
    private long lastSeen;
    private Optional<PoolTask> timedOut = Optional.empty();

    /** What a look at a worker has shown. */
    enum Finding {
        /** All is well. */
        NOTHING,
        /** It is at the same task as at the last look, and others wait behind that. */
        HOARDS,
        /** Its task has run for longer than it may. */
        IS_LATE
    }

    boolean isEmpty() {
        return inFlight.isEmpty();
    }

    int size() {
        return inFlight.size();
    }

    /** How many tasks it was given and has not given back. */
    int given() {
        return given;
    }

    /** Whether {@code task} may wait at the worker for those that were sent before. */
    boolean mayBeAhead(PoolTask task) {
        return meanNanos < SHORT_NANOS && inFlight.size() < MOST_AHEAD && task.size() <= LARGEST_AHEAD
                && bytesInFlight + task.size() + OVERHEAD <= BYTES_AHEAD;
    }

    /** It is to be sent {@code task}. */
    void add(PoolTask task) {
        inFlight.put(task.id, task);
        bytesInFlight += task.size() + OVERHEAD;
        given++;
    }

    /**
     * It has done a task.
     *
     * @param nanos for how long that ran
     * @return the task; null if it is not the worker's any more
     */
    @Nullable
    PoolTask finish(long id, long nanos) {
        PoolTask task = remove(id);
        if (task != null) {
            meanNanos = meanNanos == Double.MAX_VALUE ? nanos : meanNanos + WEIGHT * (nanos - meanNanos);
        }
        return task;
    }

    /** It has given a task back unbegun; as {@link #finish}. */
    @Nullable
    PoolTask takeBack(long id) {
        PoolTask task = remove(id);
        if (task != null) {
            given--;
            meanNanos = Double.MAX_VALUE;
        }
        return task;
    }

    private @Nullable PoolTask remove(long id) {
        PoolTask task = inFlight.remove(id);
        if (task != null) {
            bytesInFlight -= task.size() + OVERHEAD;
        }
        return task;
    }

    /** Takes the tasks away that have not begun: all but the one that {@code current} names. */
    List<PoolTask> takeUnbegun(LongSupplier current) {
        List<PoolTask> unbegun = new ArrayList<>();
        for (PoolTask task : List.copyOf(inFlight.values())) {
            if (task.id != current.getAsLong()) {
                inFlight.remove(task.id);
                unbegun.add(task);
            }
        }
        return unbegun;
    }

    /** Takes all tasks away. */
    List<PoolTask> takeAll() {
        List<PoolTask> all = List.copyOf(inFlight.values());
        inFlight.clear();
        return all;
    }

    /**
     * Notes what the worker is at.
     *
     * @param at the number of the task
     * @param limitNanos for how long a task may run
     */
    Finding look(long at, long limitNanos) {
        PoolTask running = inFlight.get(at);
        if (running == null) {
            lastSeen = 0;
            return Finding.NOTHING;
        }
        long now = System.nanoTime();
        if (running.runningSince == 0) {
            running.runningSince = now;
        }
        boolean again = lastSeen == at;
        lastSeen = at;
        if (timedOut.isEmpty() && now - running.runningSince > limitNanos) {
            timedOut = Optional.of(running);
            return Finding.IS_LATE;
        }
        if (again && inFlight.size() > 1) {
            meanNanos = Double.MAX_VALUE;
            return Finding.HOARDS;
        }
        return Finding.NOTHING;
    }

    /** Whether the worker is being killed because a task ran for too long. */
    boolean isTimedOut() {
        return timedOut.isPresent();
    }

    /** Whether it is killed because of this task. */
    boolean isTimedOut(PoolTask task) {
        return timedOut.isPresent() && timedOut.get() == task;
    }
}
