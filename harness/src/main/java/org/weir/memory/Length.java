package org.weir.memory;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many bytes a {@code String} or {@code byte[]} takes in a {@link StructType}: the component of a record that it
 * stands at. Shorter ones are filled up with zero bytes, longer ones refused.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Length {

    /** 1 or more. */
    int value();
}
