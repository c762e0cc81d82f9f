/**
 * What is different between two runs: which rates moved, which outcomes are new, which verdicts are others.
 *
 * <p>
 * May use results and outcome.
 */
@NullMarked
package org.weir.diff;

import org.jspecify.annotations.NullMarked;
