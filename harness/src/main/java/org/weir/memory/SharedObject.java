package org.weir.memory;

/**
 * An object whose whole mutable state lies in the memory of the state that it was created for. Copying that memory
 * copies the object's state, and the object itself never changes: this is what lets the engine reset a state by copying
 * its image back. An object that is made of others keeps each {@link SharedBlock} and each other shared object in a field
 * of its own.
 */
public interface SharedObject {}
