/**
 * Processes that end in the middle of something, and what the others see of it.
 */
@NullMarked
package org.weir.stress.fault;

import org.jspecify.annotations.NullMarked;
