/**
 * What the author of a scenario writes against: annotations, fault points, and the validated model of a scenario.
 *
 * <p>
 * May use {@code org.weir.outcome}.
 */
@NullMarked
package org.weir.scenario;

import org.jspecify.annotations.NullMarked;
