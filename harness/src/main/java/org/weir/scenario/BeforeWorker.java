package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that runs once in every worker JVM before the first state is constructed there, for what is expensive and
 * private to a JVM: loading a native library, registering a driver, warming code up. Since there is no state yet it is
 * {@code static}; it takes nothing, returns nothing, may throw anything, and may not create shared objects.
 *
 * <pre>{@code
 * @BeforeWorker
 * static void loadDriver() throws Exception {
 *     Class.forName("org.sqlite.JDBC");
 * }
 * }</pre>
 *
 * <p>
 * Several run those of superclasses first, in each class ordered by name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BeforeWorker {}
