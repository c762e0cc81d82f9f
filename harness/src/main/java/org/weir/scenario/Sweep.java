package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The configurations of a scenario form a curve over one of its parameters. The height is the rate of some outcomes, or,
 * without {@link #of}, the number in the first field of the result: its median with its 5% and 95% quantiles.
 *
 * <pre>{@code
 * @Sweep(param = "size", unit = "bytes", label = "torn messages", of = "torn.*", logarithmic = true,
 *         marks = "4096=PIPE_BUF")
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Sweep.All.class)
public @interface Sweep {
    /** Name of a constructor parameter with {@link Param}; its values are numbers, or names that are drawn in order. */
    String param();

    /** What is drawn, such as "torn messages". */
    String label();

    /** Unit of the parameter; empty if it has none. */
    String unit() default "";

    /** Unit of the height of a curve without {@link #of}, such as "ms". */
    String valueUnit() default "";

    /** Whether the parameter's axis is logarithmic. */
    boolean logarithmic() default false;

    /** Ids, or patterns, of the outcomes whose rate is drawn. */
    String[] of() default {};

    /** Values that mean something, each as {@code value=name}. */
    String[] marks() default {};

    /** Holds several of them; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** The annotations, in order of declaration. */
        Sweep[] value();
    }
}
