package org.weir.property;

import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.Serializable;

/**
 * Numbers in shared memory that nothing protects, all 0 at first.
 *
 * @param block where they are
 */
record Cells(SharedBlock block) implements Serializable {

    static Cells create(int count) {
        return new Cells(SharedBlock.allocate("Cells", (long) count * Integer.BYTES));
    }

    /** Reads plainly. */
    int get(int index) {
        return Words.getInt(address(index));
    }

    /** Writes plainly. */
    void set(int index, int value) {
        Words.setInt(address(index), value);
    }

    /** Adds in one step and returns the sum. */
    int add(int index, int delta) {
        return Words.getAndAddInt(address(index), delta) + delta;
    }

    private long address(int index) {
        return block.address() + (long) index * Integer.BYTES;
    }
}
