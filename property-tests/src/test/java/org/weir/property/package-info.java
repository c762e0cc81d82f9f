/**
 * Laws that hold for all inputs, checked on random ones. Every property prints its seed; {@code -Dweir.property.seed=N}
 * together with {@code -Dtest=Class#method} runs it again on the same inputs. {@code -Dweir.tries=N} makes N times as many
 * tries of every property.
 *
 * <p>
 * What holds between processes is checked between processes: {@link org.weir.property.Workers} are JVMs that live from try
 * to try. A sequence of operations is a list of {@link org.weir.property.Step}s, each done by one of several actors to the
 * real thing and to a model; what runs at the same time, such as {@link org.weir.property.Traffic} through a queue or
 * {@link org.weir.property.Sections} under a lock, is judged by what has to hold in whatever order things happened.
 */
@NullMarked
package org.weir.property;

import org.jspecify.annotations.NullMarked;
