package org.weir.memory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shared memory that goes together: what it made is closed and unlinked when it is closed, as that of a
 * {@code multiprocessing.managers.SharedMemoryManager}. For all threads of the process that opened it.
 */
public final class SharedMemoryScope implements AutoCloseable {

    private final List<SharedMemory> made = new ArrayList<>();
    private boolean closed;

    private SharedMemoryScope() {}

    /** A scope with nothing in it. */
    public static SharedMemoryScope open() {
        return new SharedMemoryScope();
    }

    /**
     * As {@link SharedMemory#create(long)}.
     *
     * @throws IllegalStateException if the scope is closed
     */
    public synchronized SharedMemory create(long size) throws IOException {
        requireOpen();
        SharedMemory memory = SharedMemory.create(size);
        made.add(memory);
        return memory;
    }

    /**
     * As {@link ShareableList#create(List)}.
     *
     * @throws IllegalStateException if the scope is closed
     */
    public synchronized ShareableList createList(List<?> values) throws IOException {
        requireOpen();
        ShareableList list = ShareableList.create(values);
        made.add(list.memory());
        return list;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("This scope of shared memory is closed; open another one.");
        }
    }

    /** Closes and unlinks everything; what was unlinked already is passed over. Closing again does nothing. */
    @Override
    public synchronized void close() throws IOException {
        closed = true;
        List<IOException> failures = new ArrayList<>();
        for (SharedMemory memory : made) {
            memory.close();
            try {
                memory.removeName();
            } catch (IOException failed) {
                failures.add(failed);
            }
        }
        made.clear();
        if (!failures.isEmpty()) {
            IOException first = failures.getFirst();
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }
}
