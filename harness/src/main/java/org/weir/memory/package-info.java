/**
 * Memory that several processes share: realms, segments, and the cells and arrays laid out in them.
 *
 * <p>
 * May use {@code org.weir.os}.
 */
@NullMarked
package org.weir.memory;

import org.jspecify.annotations.NullMarked;
