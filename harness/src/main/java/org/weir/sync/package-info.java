/**
 * Synchronisation between processes and threads alike: locks, semaphores, conditions, events and barriers in shared
 * memory, each of which survives the death of any process at any moment.
 *
 * <p>
 * May use {@code org.weir.memory} and {@code org.weir.os}.
 */
@NullMarked
package org.weir.sync;

import org.jspecify.annotations.NullMarked;
