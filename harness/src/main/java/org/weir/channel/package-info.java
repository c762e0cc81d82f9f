/**
 * What carries objects from one process to another: codecs, connections and the pipes and sockets below them, queues.
 *
 * <p>
 * May use {@code org.weir.sync} and {@code org.weir.memory}.
 */
@NullMarked
package org.weir.channel;

import org.jspecify.annotations.NullMarked;
