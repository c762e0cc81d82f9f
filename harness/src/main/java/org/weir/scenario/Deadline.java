package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How long one sample may take, from the start of the actors to the end of the last one. An actor past it is diagnosed,
 * killed and replaced; the sample's outcome is {@code hung(actor)}.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @Deadline("500ms")
 * @Outcome(id = "hung(reader)", expect = ACCEPTABLE_INTERESTING, desc = "Nobody ever wrote.")
 * public class ReaderWithoutWriter { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Deadline {
    /** The deadline of scenarios that do not state one. */
    String DEFAULT = "10s";

    /** A positive duration such as {@code "250ms"}, {@code "10s"} or {@code "2m"}: see {@link Durations}. */
    String value();
}
