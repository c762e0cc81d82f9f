package org.weir.property;

import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicInteger;

/** Objects of classes that were not allowed: they count how often somebody makes one while reading a frame. */
final class Canary {
    private static final AtomicInteger BORN = new AtomicInteger();

    private Canary() {}

    /** How many of all kinds were made. */
    static int born() {
        return BORN.get();
    }

    /** Made by its constructor. */
    record OfRecord(Object content) implements Serializable {
        OfRecord {
            BORN.incrementAndGet();
        }
    }

    /** Made by Java serialization. */
    static final class OfClass implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        final String content;

        OfClass(String content) {
            this.content = content;
        }

        @Serial
        private void readObject(ObjectInputStream in) {
            BORN.incrementAndGet();
        }
    }

    /** Named by its constant. */
    enum OfEnum {
        ONE;

        OfEnum() {
            BORN.incrementAndGet();
        }
    }
}
