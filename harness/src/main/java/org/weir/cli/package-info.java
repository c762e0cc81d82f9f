/**
 * The command line.
 *
 * <p>
 * May use every other package.
 */
@NullMarked
package org.weir.cli;

import org.jspecify.annotations.NullMarked;
