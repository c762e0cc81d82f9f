package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The author's word that an object keeps all of its mutable state in the shared objects it was built from, so that
 * restoring their bytes makes it as good as new. With it, a scenario around somebody else's class can be sampled at memory
 * speed; without it Weir takes any object that it does not know as a reason to construct the state afresh for every sample.
 *
 * <pre>{@code
 * final SharedBytes bytes = SharedBytes.create(1024 + TRAILER_LENGTH);
 *
 * @Resettable
 * final ManyToOneRingBuffer ring = new ManyToOneRingBuffer(new UnsafeBuffer(bytes.buffer()));
 * }</pre>
 *
 * <p>
 * On a field it speaks of the object in it and all that this one refers to; on a class, of every instance. An object that
 * caches a position, a count or a handle in an ordinary field is not resettable: its first sample would leak into the next.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.FIELD})
public @interface Resettable {}
