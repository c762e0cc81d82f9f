package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many samples a verdict needs: with fewer, a scenario that would pass is {@code INCONCLUSIVE}. Runs go on until they
 * have that many or the time budget is spent.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @Samples(min = 1_000_000)
 * public class LockedCounter { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Samples {
    /** The least number of samples, 1 or more, over all launches of one configuration. */
    long min();
}
