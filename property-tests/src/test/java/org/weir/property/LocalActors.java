package org.weir.property;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Threads of this JVM, for subjects that cannot travel: implementations that are broken on purpose. */
final class LocalActors implements Actors, AutoCloseable {
    private final List<ExecutorService> threads;

    LocalActors(int count) {
        threads = IntStream.range(0, count)
                .mapToObj(number -> Executors.newSingleThreadExecutor(
                        Thread.ofPlatform().daemon().name("actor " + number).factory()))
                .toList();
    }

    @Override
    public int count() {
        return threads.size();
    }

    @Override
    public CompletableFuture<Object> begin(int actor, Task task) {
        CompletableFuture<Object> result = new CompletableFuture<>();
        threads.get(actor % threads.size()).execute(() -> {
            try {
                result.complete(task.run());
            } catch (Throwable thrown) {
                result.completeExceptionally(thrown);
            }
        });
        return result;
    }

    /** Lets go of the threads; those that hang are daemons. */
    @Override
    public void close() {
        threads.forEach(ExecutorService::shutdownNow);
    }
}
