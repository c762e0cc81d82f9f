package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Environment variables for the JVMs of a scenario: on the class for all of them, on an actor for its JVM alone, where they
 * replace the class's of the same name. All others are inherited.
 *
 * <pre>{@code
 * @Actor
 * @Env({"TZ=Pacific/Kiritimati", "LC_ALL=C"})
 * public void writer() { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Env {
    /** The variables, one a string, as {@code NAME=value}; the value may be empty and may contain {@code =}. */
    String[] value();
}
