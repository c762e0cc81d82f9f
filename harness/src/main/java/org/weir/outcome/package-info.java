/**
 * Tallies of outcomes, their grading, verdicts, and the statistics that the verdicts rest on.
 *
 * <p>
 * May use no other package of Weir.
 */
@NullMarked
package org.weir.outcome;

import org.jspecify.annotations.NullMarked;
