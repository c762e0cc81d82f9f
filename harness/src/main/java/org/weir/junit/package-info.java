/**
 * The JUnit Platform engine {@code weir}: a scenario class is a test.
 *
 * <p>
 * May use every package but {@code org.weir.cli}.
 */
@NullMarked
package org.weir.junit;

import org.jspecify.annotations.NullMarked;
