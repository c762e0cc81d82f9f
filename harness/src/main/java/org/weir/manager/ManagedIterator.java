package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serial;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;

/**
 * An iterator that runs in a manager. Each element goes to one of the proxies; {@link #hasNext} fetches one ahead, which
 * then belongs to this proxy. See {@link ManagedObject} for errors; not to be used by several threads at once.
 *
 * @param <E> what it gives
 */
public final class ManagedIterator<E> extends AbstractProxy implements Iterator<E> {

    @Serial
    private static final long serialVersionUID = 1L;

    private transient Optional<List<E>> ahead = Optional.empty();

    ManagedIterator(Remote remote) {
        super(remote);
    }

    @Override
    public boolean hasNext() {
        if (ahead.isEmpty()) {
            List<@Nullable E> found = cast(Objects.requireNonNull(remote().call("next")));
            ahead = Optional.of(found);
        }
        return !ahead.get().isEmpty();
    }

    @Override
    public E next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The iterator has ended.");
        }
        E element = ahead.orElseThrow().get(0);
        ahead = Optional.empty();
        return element;
    }
}
