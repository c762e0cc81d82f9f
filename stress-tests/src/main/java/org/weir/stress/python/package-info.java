/**
 * The systems of some scenarios in CPython's {@code multiprocessing}, where there is one: the other half of the comparison that
 * the catalogue makes.
 */
@NullMarked
package org.weir.stress.python;

import org.jspecify.annotations.NullMarked;
