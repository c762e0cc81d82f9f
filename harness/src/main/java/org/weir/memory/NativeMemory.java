package org.weir.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * All memory of the process as one segment. A cell is then its address, and an access through a constant segment and a
 * constant handle comes down to the instruction itself, without an allocation and without a liveness check.
 */
final class NativeMemory {

    @SuppressWarnings("restricted")
    static final MemorySegment ALL = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private NativeMemory() {}

    /** The access to a value in {@link #ALL}: coordinates are the segment and the address. */
    static VarHandle handle(ValueLayout layout) {
        return layout.varHandle().withInvokeExactBehavior();
    }

    static UnsupportedOperationException plainOnly(String kind, String mode) {
        return new UnsupportedOperationException("This " + kind + " lies across two cache lines"
                + " (Alignment.ACROSS_LINE), where the JVM has no access but getPlain and setPlain; " + mode
                + " wants another alignment.");
    }
}
