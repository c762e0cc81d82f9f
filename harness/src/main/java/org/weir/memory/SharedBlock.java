package org.weir.memory;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * The memory of one shared object: what a lock, a queue or an array between processes holds instead of fields.
 *
 * <p>While a scenario's state is under construction, the memory is the next place in the state's area, the same in
 * every actor's JVM, and moves with the {@link Cursor} from sample to sample. Otherwise it lies in
 * {@link Realm#current()} and stays where it is; the block is then serializable, and whoever reads it in another
 * process of the realm has the same memory. All zero at first, at a multiple of {@link Alignment#LINE}; no other object
 * lies in its last line.
 *
 * <p>Safe for use by several threads, what lies in the memory apart.
 */
public final class SharedBlock implements SharedObject, Serializable {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient String kind;
    private final transient Cursor cursor;
    private final transient long offset;
    private final transient long size;
    private final transient Optional<Segment> segment;
    private final transient boolean allocatedHere;

    private SharedBlock(String kind, Cursor cursor, long offset, long size, Optional<Segment> segment,
            boolean allocatedHere) {
        this.kind = kind;
        this.cursor = cursor;
        this.offset = offset;
        this.size = size;
        this.segment = segment;
        this.allocatedHere = allocatedHere;
    }

    /** What travels. */
    private record Handle(String realm, String kind, String segment, long offset, long size) implements Serializable {

        @Serial
        private Object readResolve() throws ObjectStreamException {
            return attach(this);
        }
    }

    /**
     * Memory for an object without a name.
     *
     * @param kind the simple name of the object's type
     * @param size in bytes, 1 or more
     * @throws IllegalStateException in a worker JVM outside the construction of a state
     * @throws UncheckedIOException with a {@link SharedMemoryFullException} if there is no room
     */
    public static SharedBlock allocate(String kind, long size) {
        return allocate(kind, "", size);
    }

    /**
     * Memory for an object.
     *
     * @param kind the simple name of the object's type
     * @param name unlike that of any other object of the state; "" for none. Outside a scenario it means nothing
     * @param size in bytes, 1 or more
     * @throws IllegalStateException in a worker JVM outside the construction of a state, or if the name is taken
     * @throws UncheckedIOException with a {@link SharedMemoryFullException} if there is no room
     */
    public static SharedBlock allocate(String kind, String name, long size) {
        Construction construction = Construction.inProgress(kind);
        if (construction != null) {
            long offset = construction.place(kind, name, size, Long.BYTES, Alignment.OWN_LINE);
            SharedBlock block = new SharedBlock(kind, construction.cursor(), offset, size, Optional.empty(), false);
            Words.clear(block.address(), size);
            return construction.created(block);
        }
        try {
            RealmHeap.Piece piece = Realm.current().heap().allocate(size);
            return new SharedBlock(kind, new Cursor(piece.segment().address()), piece.offset(), size,
                    Optional.of(piece.segment()), true);
        } catch (IOException failed) {
            throw new UncheckedIOException("There is no memory for a " + kind + " of " + size + " bytes: "
                    + failed.getMessage(), failed);
        }
    }

    private static SharedBlock attach(Handle handle) throws ObjectStreamException {
        Realm realm = Realm.current();
        if (!realm.directory().toString().equals(handle.realm)) {
            throw new ForeignRealmException(handle.kind, handle.realm, realm.directory().toString());
        }
        Segment segment;
        try {
            segment = realm.mappedSegment(handle.segment);
        } catch (IOException | IllegalArgumentException | IllegalStateException failed) {
            throw (ObjectStreamException) new InvalidObjectException("The memory of a " + handle.kind
                    + " is not to be had: " + failed).initCause(failed);
        }
        if (handle.offset < 0 || handle.size < 1 || handle.offset > segment.size() - handle.size
                || handle.offset % Alignment.LINE != 0) {
            throw new InvalidObjectException("This handle of a " + handle.kind + " names memory that is not there: "
                    + handle.size + " bytes at " + handle.offset + " of " + segment + ".");
        }
        return new SharedBlock(handle.kind, new Cursor(segment.address()), handle.offset, handle.size,
                Optional.of(segment), false);
    }

    /** Where the memory is now, in this process. Within a scenario, ask anew in every operation: it moves. */
    public long address() {
        return cursor.base + offset;
    }

    /** In bytes. */
    public long size() {
        return size;
    }

    /** The simple name of the object's type. */
    public String kind() {
        return kind;
    }

    /**
     * This block, if it can be that of such an object: for handles that were read.
     *
     * @throws InvalidObjectException if it is one of another kind, or too small
     */
    public SharedBlock checked(String expected, long least) throws InvalidObjectException {
        if (!kind.equals(expected) || size < least) {
            throw new InvalidObjectException("This is no handle of a " + expected + " of " + least + " bytes: " + this
                    + ".");
        }
        return this;
    }

    /** Whether it is part of a scenario's state, and so moves from sample to sample. */
    public boolean isInScenario() {
        return segment.isEmpty();
    }

    /** Whether {@code other} is the same memory. */
    public boolean isSameAs(SharedBlock other) {
        return address() == other.address();
    }

    /** Whether this process allocated it, outside of a scenario: only then can it be {@linkplain #free freed}. */
    public boolean isAllocatedHere() {
        return allocatedHere;
    }

    /**
     * Gives the memory back, for other objects of this process. <em>Whoever still uses it, in whatever process, then
     * reads and writes those.</em> Without this call the memory lives as long as the realm.
     *
     * @throws IllegalStateException if this process has not allocated it, has freed it already, or it is part of a
     *         scenario's state
     */
    public void free() {
        if (!allocatedHere || !Realm.current().heap().free(segment.orElseThrow(), offset)) {
            throw new IllegalStateException("The memory of a " + kind
                    + " is freed once, by the process that created it; in a scenario it goes with the state.");
        }
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        if (isInScenario()) {
            throw new NotSerializableException("A " + kind + " of a scenario's state cannot be sent: every actor has it"
                    + " already, in the field of its own state.");
        }
        return new Handle(Realm.current().directory().toString(), kind,
                segment.orElseThrow().path().getFileName().toString(), offset, size);
    }

    @Serial
    private void readObject(ObjectInputStream in) throws InvalidObjectException {
        throw new InvalidObjectException("A shared block travels as its handle.");
    }

    @Override
    public String toString() {
        return kind + "[" + size + " bytes" + segment.map(in -> " at " + offset + " of " + in.path().getFileName())
                .orElse(" of a scenario's state") + "]";
    }
}
