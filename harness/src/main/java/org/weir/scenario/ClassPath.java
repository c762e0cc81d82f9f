package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Class path entries that go before the common class path: on the class in all JVMs of a scenario, on an actor in its JVM
 * alone, before the class's. So one actor can run another version of a library.
 *
 * <pre>{@code
 * @Actor
 * @ClassPath("target/old/agrona-1.21.0.jar")
 * public void oldReader(L_Result r) { ... }
 * }</pre>
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface ClassPath {
    /**
     * Jars and directories, one a string, relative to the working directory or absolute; each has to exist. A
     * <code>${name}</code> stands for that system property.
     */
    String[] value();
}
