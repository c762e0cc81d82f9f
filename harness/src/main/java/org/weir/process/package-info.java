/**
 * Worker JVMs: how they are launched, spoken to, watched and ended.
 *
 * <p>
 * May use {@code org.weir.memory} and {@code org.weir.os}.
 */
@NullMarked
package org.weir.process;

import org.jspecify.annotations.NullMarked;
