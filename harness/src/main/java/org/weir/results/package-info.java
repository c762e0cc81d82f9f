/**
 * Immutable records of what a run found, their JSON schema, and reading and writing them.
 *
 * <p>
 * May use {@code org.weir.outcome}.
 */
@NullMarked
package org.weir.results;

import org.jspecify.annotations.NullMarked;
