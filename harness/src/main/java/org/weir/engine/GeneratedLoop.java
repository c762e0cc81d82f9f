package org.weir.engine;

import org.weir.memory.Cursor;

/**
 * The inner loops over a stride of samples, of which {@link LoopGenerator} writes one subclass per scenario and actor.
 * Public only because the subclass lives in the scenario's package; nothing for authors to use.
 */
public abstract class GeneratedLoop {

    /** For the generated subclass. */
    protected GeneratedLoop() {}

    /**
     * Runs the actor on the samples {@code from <= i < to}, in rising order, and stores what it wrote into its result
     * records. An actor that throws is reported to {@link StrideContext#thrown(int, Throwable)}, and the loop goes on.
     *
     * @param state the state, an instance of the scenario's class
     * @param result the result object, of the scenario's result class
     * @param cursor says where the state's cells lie; moved to {@code base + i * pitch} for sample {@code i}
     * @param base address of the cells of sample 0
     * @param pitch bytes from one sample's cells to the next one's
     * @param from the first sample
     * @param to one past the last
     * @param records address of this actor's record of sample 0
     * @param context where exceptions go
     */
    public abstract void act(Object state, Object result, Cursor cursor, long base, long pitch, int from, int to,
            long records, StrideContext context);

    /**
     * Merges the records of the samples {@code from <= i < to}, runs the arbiter if there is one, and tallies the
     * outcomes.
     *
     * @param state the state
     * @param result the result object
     * @param cursor says where the state's cells lie
     * @param base address of the cells of sample 0
     * @param pitch bytes from one sample's cells to the next one's
     * @param from the first sample
     * @param to one past the last
     * @param context knows the records' addresses and takes the outcomes
     */
    public abstract void tally(Object state, Object result, Cursor cursor, long base, long pitch, int from, int to,
            StrideContext context);
}
