package org.weir.sync;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedBlock;
import org.weir.memory.SharedObject;
import org.weir.memory.Words;

/**
 * The state of a shared object: ints in shared memory that are changed together or not at all, whenever a process is
 * killed. What every object is made of that needs more than one word.
 *
 * <p>A change is made between {@link #enter} and {@link #leave}, under a {@link RobustMutex}. Before an int is changed,
 * its place and its old value go into an undo log; {@code leave} empties the log, which is the one store that makes the
 * change final, and gives the mutex back. Who takes the mutex from a dead process writes the old values back, last one
 * first, and finds the state as it was before that process entered. Undoing may itself be cut short by a death, and is
 * then done again: writing an old value twice is as good as once.
 *
 * <p>All stores are release stores, so that log entry, log length and value reach memory in this order; a killed
 * process's stores are those up to some point of its program, never a later one without an earlier. What comes after
 * {@code leave}, the waking of sleepers, may not happen: sleepers look for themselves, see {@link Deadlines#SLICE}.
 *
 * <p>While a process stands still inside (SIGSTOP, or it lost its CPU), the others wait for it; inside there is no more
 * than a walk over small tables and some questions to the kernel, who lives.
 *
 * <pre>
 *    0  mutex
 *    8  number of log entries, then 4 unused bytes
 *   16  log: 8 bytes each, field and old value
 *   ..  fields: 4 bytes each
 * </pre>
 */
final class Journaled implements SharedObject {

    private static final long MUTEX = 0;
    private static final long LOGGED = RobustMutex.BYTES;
    private static final long LOG = 2L * Long.BYTES;

    private final SharedBlock block;
    private final long fields;
    private final RobustMutex mutex = RobustMutex.ofCurrentRealm();

    /**
     * @param block of {@link #size} bytes, all zero at first
     * @param changes how many changes there are at most between {@code enter} and {@code leave}
     */
    Journaled(SharedBlock block, int changes) {
        this.block = block;
        this.fields = LOG + (long) changes * Long.BYTES;
    }

    /** How many bytes so many fields take. */
    static long size(int changes, int fields) {
        return LOG + (long) changes * Long.BYTES + (long) fields * Integer.BYTES;
    }

    /** Begins a change. */
    void enter() {
        long base = block.address();
        if (mutex.acquire(base + MUTEX) == RobustMutex.Acquisition.OWNER_DIED) {
            for (int entry = Words.getInt(base + LOGGED) - 1; entry >= 0; entry--) {
                long logged = Words.getLong(base + LOG + (long) entry * Long.BYTES);
                Words.setIntRelease(base + fields + (logged >>> Integer.SIZE) * Integer.BYTES, (int) logged);
                Words.setIntRelease(base + LOGGED, entry);
            }
        }
    }

    /** Makes the change final. */
    void leave() {
        long base = block.address();
        FaultPoint.reached(FaultPoint.STATE_CHANGED);
        Words.setIntRelease(base + LOGGED, 0);
        FaultPoint.reached(FaultPoint.STATE_COMMITTED);
        mutex.release(base + MUTEX);
    }

    /** The value of a field; outside of a change, that of some moment, and perhaps of an unfinished change. */
    int get(int field) {
        return Words.getIntVolatile(address(field));
    }

    /** Sets a field; between {@link #enter} and {@link #leave} only. */
    void set(int field, int value) {
        long base = block.address();
        int entry = Words.getInt(base + LOGGED);
        long at = LOG + (long) entry * Long.BYTES;
        if (at >= fields) {
            throw new AssertionError("A change of more than " + entry + " fields");
        }
        long address = base + fields + (long) field * Integer.BYTES;
        long old = Words.getInt(address);
        Words.setLongRelease(base + at, (long) field << Integer.SIZE | (old & 0xFFFF_FFFFL));
        Words.setIntRelease(base + LOGGED, entry + 1);
        Words.setIntRelease(address, value);
        FaultPoint.reached(FaultPoint.STATE_CHANGING);
    }

    /** Where a field lies, for futexes. */
    long address(int field) {
        return block.address() + fields + (long) field * Integer.BYTES;
    }

    SharedBlock block() {
        return block;
    }
}
