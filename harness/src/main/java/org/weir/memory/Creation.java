package org.weir.memory;

/**
 * One {@code create()} of a shared object while a state was constructed.
 *
 * @param ordinal its number among the creations of the state, from 0
 * @param kind the simple name of the object's public type, such as {@code SharedInt}
 * @param name the explicit name that the author gave; empty if none
 * @param offset bytes from the state's base
 * @param size bytes that it takes; 0 for a file or directory
 * @param alignment its address is divisible by this
 * @param isFreelyPlaced whether it may be laid out elsewhere; false if the author chose an alignment
 */
public record Creation(int ordinal, String kind, String name, long offset, long size, long alignment,
        boolean isFreelyPlaced) {}
