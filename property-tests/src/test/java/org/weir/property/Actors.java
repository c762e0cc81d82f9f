package org.weir.property;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Threads that do what they are told, each one thing after the other: those of {@link Workers} are in several processes,
 * those of {@link LocalActors} in this one.
 */
interface Actors {

    /** After so long something hangs. */
    Duration LIMIT = Duration.ofSeconds(30);

    /** What an actor does; what it captures travels with it. */
    @FunctionalInterface
    interface Task extends Serializable {
        Object run() throws Exception;
    }

    /** What an actor does that has no result. */
    @FunctionalInterface
    interface Action extends Serializable {
        void run() throws Exception;
    }

    /** How many there are; they are numbered from 0. */
    int count();

    /**
     * Has an actor begin a task when it has done those before.
     *
     * @param actor any number from 0 on; it is taken modulo {@link #count()}
     * @return completes with the task's result, or with what it threw
     */
    CompletableFuture<Object> begin(int actor, Task task);

    /** As {@link #begin}, for a task without a result. */
    default CompletableFuture<Object> start(int actor, Action action) {
        return begin(actor, () -> {
            action.run();
            return "done";
        });
    }

    /** Has an actor do a task and waits for its result; throws what it throws. */
    default Object call(int actor, Task task) throws Exception {
        return result(begin(actor, task));
    }

    /** Has each of the first actors do its task, all at once, and waits for all results, which are in the order of the tasks. */
    default List<Object> together(List<? extends Task> tasks) throws Exception {
        List<CompletableFuture<Object>> begun = new ArrayList<>();
        for (int actor = 0; actor < tasks.size(); actor++) {
            begun.add(begin(actor, tasks.get(actor)));
        }
        List<Object> results = new ArrayList<>();
        for (CompletableFuture<Object> each : begun) {
            results.add(result(each));
        }
        return results;
    }

    /** The result of a task, which comes within {@link #LIMIT}. */
    static Object result(CompletableFuture<Object> future) throws Exception {
        try {
            return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Exception cause) {
                throw cause;
            }
            if (failed.getCause() instanceof Error cause) {
                throw cause;
            }
            throw failed;
        } catch (TimeoutException late) {
            throw new AssertionError("An actor was not done after " + LIMIT.toSeconds() + " s.", late);
        }
    }
}
