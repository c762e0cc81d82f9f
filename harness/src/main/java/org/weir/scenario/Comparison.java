package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The scenario is to be read beside others: those with the same group are shown on one axis, by the rate of their
 * outcomes {@link #of}.
 *
 * <pre>{@code
 * @Comparison(group = "lost updates of a counter", label = "unlocked", of = "1")
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Comparison.All.class)
public @interface Comparison {
    /** The group's name, the same text in all its scenarios. */
    String group();

    /** What this scenario is in the group. */
    String label();

    /** Ids, or patterns, of the outcomes whose rate is compared; the same lesson, not necessarily the same ids. */
    String[] of();

    /** Holds several of them; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** The annotations, in order of declaration. */
        Comparison[] value();
    }
}
