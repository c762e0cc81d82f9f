package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An outcome without which the scenario has not shown what it claims: if it is not seen, or too rarely, the verdict is
 * {@code INCONCLUSIVE} rather than green.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @Outcome(id = "2", expect = ACCEPTABLE)
 * @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One increment was lost.")
 * @MustObserve("1")
 * public class UnlockedCounter { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(MustObserve.All.class)
public @interface MustObserve {
    /**
     * An exact outcome id, or a {@link java.util.regex.Pattern pattern} that has to match one in full. An
     * {@code @Outcome} has to grade it as acceptable or interesting.
     */
    String value();

    /** The least share of all samples that it has to make up, 0 to 1; 0 means that seeing it once is enough. */
    double minRate() default 0;

    /** Holds several of them; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** The annotations, in order of declaration. */
        MustObserve[] value();
    }
}
