/**
 * Every native call of Weir, made with the foreign function API; no other package makes one.
 *
 * <p>
 * May use no other package of Weir.
 */
@NullMarked
package org.weir.os;

import org.jspecify.annotations.NullMarked;
