package org.weir.stress.jcstress;

import org.weir.memory.Construction;
import org.weir.memory.Cursor;
import org.weir.memory.Realm;
import org.weir.memory.Segment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Shared memory for the states of a test. jcstress makes a new state for each sample, far too many to have a shared
 * object made for each; instead there are {@value #COUNT} of what a state needs, and states take them in turn. A state
 * resets what it takes. At most {@value #STATES} states are in use at a time, and as many are about to be, so that no two
 * in use have the same; {@link ThreadRun} sees to that.
 */
final class Slots {
    /** How many states jcstress is told to keep. */
    static final int STATES = 1_000;

    private static final int COUNT = 1 << 12;
    /** How many elements of an array are a slot: those of a cache line, if they are ints. */
    private static final int SPREAD = 16;
    private static final int BYTES = COUNT * SPREAD * Long.BYTES;

    private static final AtomicInteger NEXT = new AtomicInteger();

    private Slots() {}

    /** The number of the next state's slot. */
    static int next() {
        return NEXT.getAndIncrement() & (COUNT - 1);
    }

    /** The index of the first element of the next state's slot in an array of {@link #cells}. */
    static int nextCell() {
        return next() * SPREAD;
    }

    /**
     * An array in mapped memory, as scenarios have it; outside of scenarios arrays are on the heap.
     *
     * @param create is given the length
     */
    static <T> T cells(IntFunction<T> create) {
        try {
            Realm realm = Realm.current();
            Segment segment = realm.createSegment("cells-" + NEXT.getAndIncrement(), BYTES);
            try (Construction construction = Construction.open(new Cursor(segment.address()), BYTES,
                    realm.directory())) {
                T array = create.apply(COUNT * SPREAD);
                if (construction.bytesUsed() == 0) {
                    throw new IllegalStateException(array + " does not lie in " + segment);
                }
                return array;
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("There is no memory for cells.", failed);
        }
    }

    /** One object a slot, in the memory of the realm; to be asked for {@link #next()}. */
    static <T> List<T> objects(Supplier<T> create) {
        return Stream.generate(create).limit(COUNT).toList();
    }
}
