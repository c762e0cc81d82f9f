package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which fields of the result object an actor writes, where reading its bytecode cannot tell: the result object is
 * passed to code outside the scenario's class, stored, or returned.
 *
 * <pre>{@code
 * @Actor
 * @Writes("r2")
 * public void reader(IL_Result r) {
 *     Readings.into(r, queue.poll());
 * }
 * }</pre>
 *
 * <p>
 * It has to list every field that the bytecode does show the actor to write.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Writes {
    /** Names of fields, such as {@code r1}; none at all for an actor that only reads the result object. */
    String[] value();
}
