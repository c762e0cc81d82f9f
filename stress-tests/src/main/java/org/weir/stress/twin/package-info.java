/**
 * The scenarios of this module that are jcstress tests too, run by jcstress as threads of one JVM, and what it found as
 * results of Weir, so that the page shows threads beside processes.
 */
@NullMarked
package org.weir.stress.twin;

import org.jspecify.annotations.NullMarked;
