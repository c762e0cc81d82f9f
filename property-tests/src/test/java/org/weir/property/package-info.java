/**
 * Laws that hold for all inputs, checked on random ones. Every property prints its seed; {@code -Dweir.property.seed=N}
 * together with {@code -Dtest=Class#method} runs it again on the same inputs.
 */
@NullMarked
package org.weir.property;

import org.jspecify.annotations.NullMarked;
