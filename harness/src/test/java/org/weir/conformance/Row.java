package org.weir.conformance;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Says which behaviours of the original, by the ids in {@code rows.tsv}, a test method shows of Weir. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Row {

    /** The ids. */
    String[] value();

    /** How the objects are used in the test. */
    Mode[] modes() default Mode.PROCESSES;

    /** Where the users of an object live. */
    enum Mode {
        /** In real processes. */
        PROCESSES,
        /** The object in a manager, its users in processes. */
        MANAGER,
        /** In threads of one JVM. */
        THREADS
    }
}
