package org.weir.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Plain and ordered access to absolute addresses, for result records, tallies and the control words of a launch.
 * Public only because generated loops call it. An address that is not mapped ends the JVM: callers compute addresses
 * from {@link SegmentLayout} and nothing else.
 */
public final class Cells {
    private static final MemorySegment ALL = all();
    private static final VarHandle INT = ValueLayout.JAVA_INT.varHandle().withInvokeExactBehavior();
    private static final VarHandle LONG = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    private static final VarHandle SHORT = ValueLayout.JAVA_SHORT.varHandle().withInvokeExactBehavior();
    private static final VarHandle BYTE = ValueLayout.JAVA_BYTE.varHandle().withInvokeExactBehavior();

    private Cells() {}

    @SuppressWarnings("restricted")
    private static MemorySegment all() {
        return MemorySegment.NULL.reinterpret(Long.MAX_VALUE);
    }

    /** All of the address space. */
    static MemorySegment memory() {
        return ALL;
    }

    /** Reads a byte. */
    public static byte getByte(long address) {
        return (byte) BYTE.get(ALL, address);
    }

    /** Writes a byte. */
    public static void putByte(long address, byte value) {
        BYTE.set(ALL, address, value);
    }

    /** Reads a short at an even address. */
    public static short getShort(long address) {
        return (short) SHORT.get(ALL, address);
    }

    /** Writes a short at an even address. */
    public static void putShort(long address, short value) {
        SHORT.set(ALL, address, value);
    }

    /** Reads an int at an address divisible by four. */
    public static int getInt(long address) {
        return (int) INT.get(ALL, address);
    }

    /** Writes an int at an address divisible by four. */
    public static void putInt(long address, int value) {
        INT.set(ALL, address, value);
    }

    /** Reads a long at an address divisible by eight. */
    public static long getLong(long address) {
        return (long) LONG.get(ALL, address);
    }

    /** Writes a long at an address divisible by eight. */
    public static void putLong(long address, long value) {
        LONG.set(ALL, address, value);
    }

    static int getIntVolatile(long address) {
        return (int) INT.getVolatile(ALL, address);
    }

    static void putIntVolatile(long address, int value) {
        INT.setVolatile(ALL, address, value);
    }

    static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(ALL, address);
    }

    static void putLongRelease(long address, long value) {
        LONG.setRelease(ALL, address, value);
    }

    static int getIntAcquire(long address) {
        return (int) INT.getAcquire(ALL, address);
    }

    static void putIntRelease(long address, int value) {
        INT.setRelease(ALL, address, value);
    }

    static int getAndAddInt(long address, int delta) {
        return (int) INT.getAndAdd(ALL, address, delta);
    }
}
