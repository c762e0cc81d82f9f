package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Arguments for the JVMs of a scenario: on the class for all of them, on an actor for its JVM alone, where they come after
 * the class's, so that the actor's win.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @JvmArgs("-Xmx64m")
 * public class MixedCollectors {
 *     @Actor
 *     @JvmArgs({"-XX:+UseZGC", "-Xint"})
 *     public void reader(I_Result r) { ... }
 * }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface JvmArgs {
    /** The arguments, one a string; each starts with {@code -}. The class path is {@link ClassPath}'s business. */
    String[] value();
}
