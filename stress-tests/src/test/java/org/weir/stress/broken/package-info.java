/**
 * Primitives that are broken on purpose, each in place of the one that a scenario is about: a scenario that does not fail with
 * it could not fail at all.
 */
@NullMarked
package org.weir.stress.broken;

import org.jspecify.annotations.NullMarked;
