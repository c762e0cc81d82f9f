/**
 * Other people's code between processes: scenarios to copy for one's own.
 */
@NullMarked
package org.weir.stress.foreign;

import org.jspecify.annotations.NullMarked;
