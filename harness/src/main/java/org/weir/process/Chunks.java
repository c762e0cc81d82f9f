package org.weir.process;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;

/** The arguments of a {@link Pool}'s map, in lists of one length, of which the last may be shorter. For one thread. */
public final class Chunks<A> implements Iterator<List<A>> {

    private final Iterator<? extends A> arguments;
    private final int size;

    private Chunks(Iterator<? extends A> arguments, int size) {
        this.arguments = arguments;
        this.size = size;
    }

    /**
     * Chunks of {@code size}; an argument is taken when the chunk is that it is in.
     *
     * @throws IllegalArgumentException if {@code size} is less than 1
     */
    public static <A> Chunks<A> of(Iterable<? extends A> arguments, int size) {
        return new Chunks<>(Objects.requireNonNull(arguments, "arguments").iterator(), requireSize(size));
    }

    static int requireSize(int size) {
        if (size < 1) {
            throw new IllegalArgumentException("A chunk holds at least 1 argument, got " + size + ".");
        }
        return size;
    }

    @Override
    public boolean hasNext() {
        return arguments.hasNext();
    }

    @Override
    public List<A> next() {
        if (!arguments.hasNext()) {
            throw new NoSuchElementException("That was all.");
        }
        List<A> chunk = new ArrayList<>();
        while (chunk.size() < size && arguments.hasNext()) {
            chunk.add(arguments.next());
        }
        return chunk;
    }
}
