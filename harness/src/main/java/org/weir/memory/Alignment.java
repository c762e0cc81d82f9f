package org.weir.memory;

/**
 * Where a shared object lies among the cache lines of its state. Where two objects meet in a line decides how they
 * disturb each other and therefore what is seen how often, never what is allowed.
 */
public enum Alignment {
    /** In the next free place that is a multiple of its size. Whether it shares a line is left to chance. */
    NATURAL,
    /** In the line of the object created before it; refused if that line is full. */
    SAME_LINE,
    /** From the beginning of a line, with the rest of its last line left empty. */
    OWN_LINE,
    /** Half in one line and half in the next. Plain access only, which may tear. Refused to arrays and single bytes. */
    ACROSS_LINE;

    /** The size of a cache line in bytes, as assumed; right for x86-64 and most AArch64. */
    public static final int LINE = 64;
}
