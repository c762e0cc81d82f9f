package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a document says, or this layer promises, in a form that can be counted: in how many samples did it hold? It
 * changes no verdict; {@code @Outcome} does that. A claim is <em>guaranteed</em> if every outcome in which it does not
 * hold is forbidden, and none was seen. What an {@code @Outcome} allows by a pattern must be in {@code held} as that pattern,
 * or be matched by one there as the pattern is written ({@code .*} matches every pattern), for the claim to be guaranteed.
 *
 * <pre>{@code
 * @Claim(id = "SD09", value = "Two processes that each add 1 a thousand times make 2000.", held = "2000")
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Claim.All.class)
public @interface Claim {
    /** Its id in a catalogue, a letter and then letters, digits, {@code -}, such as {@code SD09}. */
    String id();

    /** What is claimed, a sentence. */
    String value();

    /**
     * The outcomes in which it held: ids, or {@link java.util.regex.Pattern patterns} that match one in full. Where a
     * fate is to count, it must be written.
     */
    String[] held();

    /** Holds several of them; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** The annotations, in order of declaration. */
        Claim[] value();
    }
}
