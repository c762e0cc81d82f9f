package org.weir.memory;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The construction of a scenario's state in a worker JVM: while one is open, the {@code create()} methods of shared
 * objects on this thread take their memory from it, in order. Since the state's constructor runs in the same order in
 * every JVM, the n-th creation is the same object everywhere.
 *
 * <p>
 * For the engine; authors call {@code create()} in a state's constructor or field initialisers. Outside a worker there
 * is no construction, and shared objects live on the heap.
 */
public final class Construction implements AutoCloseable {
    /** Where a shared object lies. */
    record Place(Cursor cursor, long offset) {}

    private static final ThreadLocal<@Nullable Construction> CURRENT = new ThreadLocal<>();
    private static volatile boolean inWorker;

    private final Cursor cursor;
    private final long bytes;
    private final Path files;
    private final List<Creation> expected;
    private final long[] offsets;
    private final List<Creation> creations = new ArrayList<>();
    private final List<Object> objects = new ArrayList<>();
    private long used;

    private Construction(Cursor cursor, long bytes, Path files, List<Creation> expected, long[] offsets) {
        if (CURRENT.get() != null) {
            throw new IllegalStateException("a construction is open on this thread already");
        }
        this.cursor = cursor;
        this.bytes = bytes;
        this.files = files;
        this.expected = expected;
        this.offsets = offsets;
        CURRENT.set(this);
    }

    /** Tells that this JVM is a worker: from now on {@code create()} outside a construction throws. */
    public static void enterWorker() {
        inWorker = true;
    }

    /**
     * Opens a construction that lays objects out one after the other, each at its natural alignment.
     *
     * @param cursor at the start of zeroed memory whose address is divisible by 4096
     * @param bytes size of that memory
     * @param files directory for shared files and directories
     */
    public static Construction open(Cursor cursor, long bytes, Path files) {
        return new Construction(cursor, bytes, files, List.of(), new long[0]);
    }

    /**
     * Opens a construction that repeats an earlier one with other offsets. A creation that differs from the earlier one
     * throws.
     *
     * @param cursor at the start of the memory
     * @param creations the earlier creations
     * @param offsets the n-th creation lies at {@code offsets[n]} from the cursor's base
     * @param files directory for shared files and directories
     */
    public static Construction repeat(Cursor cursor, List<Creation> creations, long[] offsets, Path files) {
        return new Construction(cursor, Long.MAX_VALUE, files, List.copyOf(creations), offsets.clone());
    }

    /**
     * Finds a place for an object that is being created on this thread.
     *
     * @return empty on the heap, that is outside a worker
     * @throws IllegalStateException in a worker, outside a construction or below a static initialiser
     */
    static Optional<Place> place(String kind, String name, long size, long alignment, boolean free) {
        Construction current = CURRENT.get();
        if (current != null) {
            return Optional.of(current.next(kind, name, size, alignment, free));
        }
        if (inWorker) {
            throw new IllegalStateException(kind + ".create() was called outside the construction of the state: in an"
                    + " actor, in another hook or on another thread. The n-th creation has to be the same object in"
                    + " every JVM; create it in a field initialiser or in the constructor of the scenario class");
        }
        return Optional.empty();
    }

    /** Notes the object that was created at the last place given out on this thread, if any. */
    static <T> T created(T object) {
        Construction current = CURRENT.get();
        if (current != null) {
            current.objects.add(object);
        }
        return object;
    }

    /** Directory for the files of the construction that is open on this thread. */
    static Optional<Path> filesOfCurrent() {
        return Optional.ofNullable(CURRENT.get()).map(current -> current.files);
    }

    private Place next(String kind, String name, long size, long alignment, boolean free) {
        refuseStaticInitialiser(kind);
        int ordinal = creations.size();
        long offset;
        if (expected.isEmpty()) {
            offset = (used + alignment - 1) / alignment * alignment;
            if (offset + size > bytes) {
                throw new IllegalStateException("the shared objects of the state take more than the " + bytes
                        + " bytes that a state may have: creation " + ordinal + " is a " + kind + " of " + size
                        + " bytes");
            }
            used = offset + size;
        } else {
            if (ordinal >= expected.size() || !expected.get(ordinal).kind().equals(kind)
                    || expected.get(ordinal).size() != size) {
                throw new IllegalStateException("constructing the state again created something else: creation "
                        + ordinal + " is now a " + kind + " of " + size + " bytes");
            }
            offset = offsets[ordinal];
        }
        creations.add(new Creation(ordinal, kind, name, offset, size, alignment, free));
        return new Place(cursor, offset);
    }

    private static void refuseStaticInitialiser(String kind) {
        Optional<String> initialiser = StackWalker.getInstance()
                .walk(frames -> frames
                        .filter(frame -> frame.getMethodName().equals("<clinit>"))
                        .map(StackWalker.StackFrame::getClassName)
                        .findFirst());
        if (initialiser.isPresent()) {
            throw new IllegalStateException(kind + ".create() was called by the static initialiser of "
                    + initialiser.get() + ", which runs once in each JVM and not once a state; create it in a field"
                    + " initialiser or in the constructor of the scenario class");
        }
    }

    /** The creations so far, in order. */
    public List<Creation> creations() {
        return Collections.unmodifiableList(creations);
    }

    /** The objects created so far, in order of {@link #creations()}. */
    public List<Object> objects() {
        return Collections.unmodifiableList(objects);
    }

    /** Bytes from the state's base to the end of its last object. */
    public long bytesUsed() {
        return used;
    }

    /** Ends the construction; objects created by it stay valid. */
    @Override
    public void close() {
        CURRENT.remove();
    }
}
