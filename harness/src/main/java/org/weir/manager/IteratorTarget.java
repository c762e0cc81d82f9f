package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** An iterator in the server; each element goes to one of the clients that ask. */
final class IteratorTarget implements Target {

    private final Iterator<?> iterator;

    IteratorTarget(Iterator<?> iterator) {
        this.iterator = iterator;
    }

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) {
        if (!operation.equals("next")) {
            throw Target.unexposed(operation, "an iterator");
        }
        return iterator.hasNext() ? Collections.singletonList(iterator.next()) : List.of();
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public String text() {
        return iterator.toString();
    }
}
