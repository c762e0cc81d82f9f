/**
 * Objects that live in a server process and are used from others through proxies, which are the interfaces of the JDK.
 *
 * <p>
 * May use {@code org.weir.process}, {@code org.weir.channel} and {@code org.weir.sync}.
 */
@NullMarked
package org.weir.manager;

import org.jspecify.annotations.NullMarked;
