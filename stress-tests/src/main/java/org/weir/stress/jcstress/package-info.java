/**
 * The layer's own algorithms under jcstress, as threads of one JVM: each access mode of cells in mapped memory, fences,
 * locks, semaphores, barriers, events, conditions and rings. What two threads of a process may do to each other, two
 * processes may too; here they meet millions of times a second.
 */
@NullMarked
package org.weir.stress.jcstress;

import org.jspecify.annotations.NullMarked;
