/**
 * Counting in one shared cell, with and without a lock: the first lesson of shared memory.
 */
@NullMarked
package org.weir.stress.counter;

import org.jspecify.annotations.NullMarked;
