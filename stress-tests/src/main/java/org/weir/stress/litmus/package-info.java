/**
 * Litmus tests: the smallest programs that tell one memory model from another. Each runs as processes under Weir and, as
 * its own twin, as threads under jcstress.
 */
@NullMarked
package org.weir.stress.litmus;

import org.jspecify.annotations.NullMarked;
