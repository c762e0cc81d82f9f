package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The values of a parameter of the scenario's constructor. The scenario is run once for every combination of values, each
 * a configuration with a verdict of its own.
 *
 * <pre>{@code
 * @MultiJvmTest
 * public class TornFrames {
 *     final SharedBytes frame;
 *
 *     TornFrames(@Param({"512", "4096", "4097"}) int size) {
 *         frame = SharedBytes.create(size);
 *     }
 * }
 * }</pre>
 *
 * <p>
 * A parameter is a primitive, a {@code String} or an enum.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Param {
    /**
     * The values as text, in the order in which they are run; none means both values of a {@code boolean} or all constants
     * of an enum. Numbers are decimal, as {@code Long.parseLong} and {@code Double.parseDouble} read them; an enum's
     * values are the names of its constants; a {@code char} is one character.
     */
    String[] value() default {};

    /** The parameter's name in results and selectors; if empty, its name in the source, as far as the class file tells. */
    String name() default "";
}
