package org.weir.memory;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * Access to words of 4 and 8 bytes, and to stretches of bytes, at an address of this process: what the primitives
 * between processes are made of. Each call comes down to the instruction itself and allocates nothing.
 *
 * <p>Memory ordering is that of {@link VarHandle}'s access mode of the same name, between threads and between
 * processes that map the same memory alike. Addresses have to lie in a mapped {@link Segment} and to be multiples of
 * the word's size: <em>nothing checks that they are mapped</em>, and an access to one that is not ends the JVM.
 * For the packages of Weir; code that uses Weir has cells.
 */
public final class Words {

    private static final VarHandle INT = NativeMemory.handle(ValueLayout.JAVA_INT);
    private static final VarHandle LONG = NativeMemory.handle(ValueLayout.JAVA_LONG);

    private Words() {}

    /** Reads an int without ordering. */
    public static int getInt(long address) {
        return (int) INT.get(NativeMemory.ALL, address);
    }

    /** Writes an int without ordering. */
    public static void setInt(long address, int value) {
        INT.set(NativeMemory.ALL, address, value);
    }

    /** Reads an int; what comes after it is not reordered before it. */
    public static int getIntAcquire(long address) {
        return (int) INT.getAcquire(NativeMemory.ALL, address);
    }

    /** Writes an int; what came before it is not reordered after it. */
    public static void setIntRelease(long address, int value) {
        INT.setRelease(NativeMemory.ALL, address, value);
    }

    /** Reads a volatile int. */
    public static int getIntVolatile(long address) {
        return (int) INT.getVolatile(NativeMemory.ALL, address);
    }

    /** Writes a volatile int. */
    public static void setIntVolatile(long address, int value) {
        INT.setVolatile(NativeMemory.ALL, address, value);
    }

    /** Replaces {@code expected} by {@code value}; returns whether it was there. Volatile. */
    public static boolean compareAndSetInt(long address, int expected, int value) {
        return INT.compareAndSet(NativeMemory.ALL, address, expected, value);
    }

    /** Replaces {@code expected} by {@code value} if it is there; returns what was there. Volatile. */
    public static int compareAndExchangeInt(long address, int expected, int value) {
        return (int) INT.compareAndExchange(NativeMemory.ALL, address, expected, value);
    }

    /** Adds; returns what was there before. Volatile. */
    public static int getAndAddInt(long address, int delta) {
        return (int) INT.getAndAdd(NativeMemory.ALL, address, delta);
    }

    /** Writes; returns what was there before. Volatile. */
    public static int getAndSetInt(long address, int value) {
        return (int) INT.getAndSet(NativeMemory.ALL, address, value);
    }

    /** Sets the bits of {@code mask}; returns what was there before. Volatile. */
    public static int getAndBitwiseOrInt(long address, int mask) {
        return (int) INT.getAndBitwiseOr(NativeMemory.ALL, address, mask);
    }

    /** Clears the bits that {@code mask} lacks; returns what was there before. Volatile. */
    public static int getAndBitwiseAndInt(long address, int mask) {
        return (int) INT.getAndBitwiseAnd(NativeMemory.ALL, address, mask);
    }

    /** Reads a long without ordering. */
    public static long getLong(long address) {
        return (long) LONG.get(NativeMemory.ALL, address);
    }

    /** Writes a long without ordering. */
    public static void setLong(long address, long value) {
        LONG.set(NativeMemory.ALL, address, value);
    }

    /** Reads a long; what comes after it is not reordered before it. */
    public static long getLongAcquire(long address) {
        return (long) LONG.getAcquire(NativeMemory.ALL, address);
    }

    /** Writes a long; what came before it is not reordered after it. */
    public static void setLongRelease(long address, long value) {
        LONG.setRelease(NativeMemory.ALL, address, value);
    }

    /** Reads a volatile long. */
    public static long getLongVolatile(long address) {
        return (long) LONG.getVolatile(NativeMemory.ALL, address);
    }

    /** Writes a volatile long. */
    public static void setLongVolatile(long address, long value) {
        LONG.setVolatile(NativeMemory.ALL, address, value);
    }

    /** Replaces {@code expected} by {@code value}; returns whether it was there. Volatile. */
    public static boolean compareAndSetLong(long address, long expected, long value) {
        return LONG.compareAndSet(NativeMemory.ALL, address, expected, value);
    }

    /** Replaces {@code expected} by {@code value} if it is there; returns what was there. Volatile. */
    public static long compareAndExchangeLong(long address, long expected, long value) {
        return (long) LONG.compareAndExchange(NativeMemory.ALL, address, expected, value);
    }

    /** Adds; returns what was there before. Volatile. */
    public static long getAndAddLong(long address, long delta) {
        return (long) LONG.getAndAdd(NativeMemory.ALL, address, delta);
    }

    /** Writes; returns what was there before. Volatile. */
    public static long getAndSetLong(long address, long value) {
        return (long) LONG.getAndSet(NativeMemory.ALL, address, value);
    }

    /** Copies bytes of an array to an address, without ordering. */
    public static void copyIn(byte[] from, int offset, long address, int length) {
        MemorySegment.copy(from, offset, NativeMemory.ALL, ValueLayout.JAVA_BYTE, address, length);
    }

    /** Copies bytes from an address into an array, without ordering. */
    public static void copyOut(long address, byte[] to, int offset, int length) {
        MemorySegment.copy(NativeMemory.ALL, ValueLayout.JAVA_BYTE, address, to, offset, length);
    }

    /** Copies bytes between two addresses, without ordering; the stretches may overlap. */
    public static void copy(long from, long to, long length) {
        MemorySegment.copy(NativeMemory.ALL, from, NativeMemory.ALL, to, length);
    }

    /** Makes a stretch of bytes zero, without ordering. */
    public static void clear(long address, long length) {
        NativeMemory.ALL.asSlice(address, length).fill((byte) 0);
    }
}
