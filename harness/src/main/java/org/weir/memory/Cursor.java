package org.weir.memory;

/**
 * Where the shared cells of a state lie at the moment: a cell's address is the cursor's base plus the cell's offset.
 *
 * <p>
 * A sampling loop moves the cursor from sample to sample instead of keeping a state object for each of them, so that
 * one set of objects, all in the nearest cache, serves a stride of thousands. Used by one thread. Public only because
 * sampling loops move it; nothing for authors to use.
 */
public final class Cursor {
    long base;

    /**
     * A cursor at an address.
     *
     * @param base an address in a mapped segment
     */
    public Cursor(long base) {
        this.base = base;
    }

    /** Moves all cells that hang on this cursor. The address must lie in a mapped segment: nothing checks it. */
    public void moveTo(long address) {
        base = address;
    }

    /** The address that offsets count from. */
    public long base() {
        return base;
    }
}
