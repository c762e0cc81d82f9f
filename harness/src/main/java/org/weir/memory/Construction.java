package org.weir.memory;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The construction of one state: while it is open, every {@code create()} of a shared object on its thread takes the
 * next place in its area. Equal creations in an equal order therefore give equal layouts, in whatever JVM: the n-th
 * {@code create()} is the same object everywhere.
 *
 * <p>For the engine, and for kinds of shared objects beyond this package. An instance belongs to the thread that began
 * it; afterwards what it recorded may be read by anybody who was handed it safely.
 *
 * <p>Without a construction {@code create()} makes objects on the heap, except in a JVM that has
 * {@linkplain #enterWorker() become a worker}: there an object on the heap would be a private one that its author
 * believes to be shared.
 */
public final class Construction implements AutoCloseable {

    private static final ThreadLocal<@Nullable Construction> CURRENT = new ThreadLocal<>();
    private static final ThreadLocal<Boolean> OUTSIDE = ThreadLocal.withInitial(() -> false);
    private static volatile boolean worker;

    private final Cursor cursor;
    private final long bytes;
    /** What an earlier construction created, if this one repeats it. */
    private final Optional<List<Creation>> expected;
    private final long[] offsets;
    private final Path filesDirectory;
    /** How many frames were on the stack at the beginning; negative if creations are not looked at. */
    private final long framesBelow;
    private final List<Creation> creations = new ArrayList<>();
    private final List<Object> objects = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private long used;
    private long alignment = 1;

    private Construction(Cursor cursor, long bytes, Path filesDirectory, long framesBelow,
            Optional<List<Creation>> expected, long[] offsets) {
        if (CURRENT.get() != null) {
            throw new IllegalStateException("A state is under construction on this thread already.");
        }
        this.cursor = cursor;
        this.bytes = bytes;
        this.filesDirectory = filesDirectory.toAbsolutePath().normalize();
        this.framesBelow = framesBelow;
        this.expected = expected;
        this.offsets = offsets;
        CURRENT.set(this);
    }

    /**
     * Begins a construction on this thread that lays objects out one after the other. A creation in a static
     * initialiser throws. The content of the area is not looked at; objects write their initial value into it.
     *
     * @param cursor at the beginning of the area; a multiple of {@link Alignment#LINE} unless the state is known to need
     *        less
     * @param bytes size of the area
     * @param filesDirectory where the files of the state go; made with the first of them
     * @throws IllegalStateException if a construction is in progress on this thread
     */
    public static Construction open(Cursor cursor, long bytes, Path filesDirectory) {
        long frames = StackWalker.getInstance().walk(stack -> stack.count());
        return new Construction(cursor, bytes, filesDirectory, frames, Optional.empty(), new long[0]);
    }

    /**
     * Begins a construction on this thread that repeats an earlier one with other offsets. A creation that differs from
     * the earlier one throws.
     *
     * @param cursor at the beginning of the area
     * @param creations the earlier creations
     * @param offsets the n-th creation lies at {@code offsets[n]} from the cursor's base
     * @param filesDirectory where the files of the state go; made with the first of them
     * @throws IllegalStateException if a construction is in progress on this thread
     */
    public static Construction repeat(Cursor cursor, List<Creation> creations, long[] offsets, Path filesDirectory) {
        return new Construction(cursor, Long.MAX_VALUE, filesDirectory, -1, Optional.of(List.copyOf(creations)),
                offsets.clone());
    }

    /** From now on and for ever, shared objects are created in this JVM by constructions only. */
    public static void enterWorker() {
        worker = true;
    }

    /**
     * The construction in progress on this thread; empty if the object belongs on the heap. Every {@code create()}
     * begins with this call.
     *
     * @param kind the simple name of the type to be created
     * @throws IllegalStateException in a worker, if there is none, or a static initialiser is running
     */
    public static Optional<Construction> current(String kind) {
        return Optional.ofNullable(inProgress(kind));
    }

    /**
     * Makes something of the realm that is no part of a state, in a worker too: what a pool or another object of the layer
     * shares with processes of its own.
     *
     * @param making creates shared objects on this thread; they do not become part of a construction in progress
     * @return what it returns
     */
    public static <T> T outsideState(Supplier<T> making) {
        boolean before = OUTSIDE.get();
        OUTSIDE.set(true);
        try {
            return making.get();
        } finally {
            OUTSIDE.set(before);
        }
    }

    static @Nullable Construction inProgress(String kind) {
        if (OUTSIDE.get()) {
            return null;
        }
        Construction construction = CURRENT.get();
        if (construction != null) {
            construction.refuseStaticInitialiser(kind);
        } else if (worker) {
            throw new IllegalStateException(kind + ".create() was called in a worker JVM outside the construction of a"
                    + " state, on thread '" + Thread.currentThread().getName()
                    + "'. Create shared objects in field initialisers or the constructor of the scenario, on its thread:"
                    + " only there is the n-th one the same in every JVM. In a static initialiser, in an actor or on"
                    + " another thread each JVM would get one of its own.");
        }
        return construction;
    }

    private void refuseStaticInitialiser(String kind) {
        if (framesBelow < 0) {
            return;
        }
        Optional<String> initialised = StackWalker.getInstance().walk(stack -> {
            List<StackWalker.StackFrame> frames = stack.toList();
            return frames.subList(0, (int) Math.max(0, frames.size() - framesBelow))
                    .stream()
                    .filter(frame -> frame.getMethodName().equals("<clinit>"))
                    .map(StackWalker.StackFrame::getClassName)
                    .findFirst();
        });
        if (initialised.isPresent()) {
            throw new IllegalStateException(kind + ".create() was called in the static initialiser of "
                    + initialised.get() + ". That runs once a JVM and not once a state, so that the order of creations"
                    + " would depend on what ran before; create shared objects in instance fields.");
        }
    }

    /**
     * Gives the next object its place. The caller writes its initial value there and calls {@link #created}.
     *
     * @param kind the simple name of the type
     * @param name unlike that of any other object of the state; "" for none
     * @param size in bytes, 1 or more
     * @param unit a power of two that the address is to be a multiple of, unless the object lies across a line
     * @return the offset from the base of {@link #cursor()}
     * @throws AreaExceededException if the area is too small
     * @throws IllegalStateException if the name is taken, or the area does not begin at a multiple of the alignment
     * @throws IllegalArgumentException if the alignment cannot be had
     */
    public long place(String kind, String name, long size, long unit, Alignment placement) {
        if (expected.isPresent()) {
            return repeated(expected.get(), kind, name, size);
        }
        long offset = switch (placement) {
            case NATURAL -> roundUp(used, unit);
            case SAME_LINE -> inLineOfPrevious(kind, size, unit);
            case OWN_LINE -> roundUp(used, Math.max(unit, Alignment.LINE));
            case ACROSS_LINE -> acrossLine(kind, size);
        };
        long wants = placement == Alignment.NATURAL ? unit : Math.max(unit, Alignment.LINE);
        long end = placement == Alignment.OWN_LINE ? roundUp(offset + size, Alignment.LINE) : offset + size;
        String what = kind + (name.isEmpty() ? "" : " '" + name + "'");
        if (cursor.base % wants != 0) {
            throw new IllegalStateException(what + " wants an area that begins at a multiple of " + wants
                    + " bytes; this one begins at " + cursor.base + ".");
        }
        if (end > bytes) {
            throw new AreaExceededException(what, end, bytes);
        }
        record(kind, name, offset, size, wants, placement == Alignment.NATURAL);
        used = end;
        return offset;
    }

    private long repeated(List<Creation> earlier, String kind, String name, long size) {
        int ordinal = creations.size();
        boolean same = ordinal < earlier.size() && earlier.get(ordinal).kind().equals(kind)
                && earlier.get(ordinal).size() == size && earlier.get(ordinal).name().equals(name);
        if (!same) {
            throw new IllegalStateException("Constructing the state once more created something else: creation "
                    + ordinal + " is a " + kind + (name.isEmpty() ? "" : " '" + name + "'") + " of " + size
                    + " bytes now, and was " + (ordinal < earlier.size() ? earlier.get(ordinal) : "not made") + ".");
        }
        Creation before = earlier.get(ordinal);
        record(kind, name, offsets[ordinal], size, before.alignment(), before.isFreelyPlaced());
        return offsets[ordinal];
    }

    /** Says where the objects lie at the moment. */
    public Cursor cursor() {
        return cursor;
    }

    private long inLineOfPrevious(String kind, long size, long unit) {
        long offset = roundUp(used, unit);
        long line = creations.isEmpty() ? 0 : Math.max(0, used - 1) / Alignment.LINE;
        if (offset / Alignment.LINE != line || (offset + size - 1) / Alignment.LINE != line) {
            throw new IllegalArgumentException(kind + " of " + size + " byte(s) does not fit into the " + Alignment.LINE
                    + "-byte line of the object created before it, of which "
                    + Math.max(0, (line + 1) * Alignment.LINE - used) + " byte(s) are free.");
        }
        return offset;
    }

    private long acrossLine(String kind, long size) {
        if (size < 2) {
            throw new IllegalArgumentException("A " + kind + " is one byte, which cannot lie across two lines.");
        }
        long half = size / 2;
        return roundUp(used + half, Alignment.LINE) - half;
    }

    /**
     * Records an object that is a path and not memory.
     *
     * @return a path in the files directory, which is made if need be, that no other object of the state has, the same in
     *         every JVM
     */
    public Path placeFile(String kind, String name) {
        String fileName = name.isEmpty() ? kind + "-" + creations.size() : name;
        Path path = filesDirectory.resolve(fileName);
        if (!filesDirectory.equals(path.getParent()) || !path.equals(path.normalize())) {
            throw new IllegalArgumentException(
                    "The name of a " + kind + " becomes that of a file; '" + name + "' cannot.");
        }
        if (expected.isPresent()) {
            repeated(expected.get(), kind, name, 0);
        } else {
            record(kind, name, used, 0, 1, false);
        }
        try {
            Files.createDirectories(filesDirectory);
        } catch (IOException failed) {
            throw new UncheckedIOException("The directory for the shared files of a state cannot be made.", failed);
        }
        return path;
    }

    private void record(String kind, String name, long offset, long size, long wants, boolean free) {
        if (!name.isEmpty() && !names.add(name)) {
            throw new IllegalStateException("Two shared objects of this state are called '" + name
                    + "'; the second is a " + kind + ". Give it another name.");
        }
        creations.add(new Creation(creations.size(), kind, name, offset, size, wants, free));
        alignment = Math.max(alignment, wants);
    }

    /** Records the object that was made of the latest creation, and returns it. */
    public <T> T created(T object) {
        objects.add(object);
        return object;
    }

    /** What was created so far, in order. */
    public List<Creation> creations() {
        return Collections.unmodifiableList(creations);
    }

    /** The objects, in the order of {@link #creations()}. */
    public List<Object> objects() {
        return Collections.unmodifiableList(objects);
    }

    /** How many bytes of the area are in use, gaps included; 0 in a repetition, which is given its offsets. */
    public long bytesUsed() {
        return used;
    }

    /** What the address of the area has to be a multiple of; a power of two. */
    public long alignment() {
        return alignment;
    }

    /**
     * Ends the construction. Its objects stay as they are.
     *
     * @throws IllegalStateException if called by another thread than the one that began it
     */
    @Override
    public void close() {
        Construction current = CURRENT.get();
        if (current == this) {
            CURRENT.set(null);
        } else {
            throw new IllegalStateException("This construction is not in progress on thread '"
                    + Thread.currentThread().getName() + "'.");
        }
    }

    private static long roundUp(long value, long unit) {
        return (value + unit - 1) & -unit;
    }
}
