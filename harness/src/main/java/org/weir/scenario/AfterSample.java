package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that runs in one JVM, once a sample, after the arbiter, also when actors hung or died: it cleans up what the
 * sample left outside its shared objects. An instance method that takes nothing, returns nothing and may throw anything. A
 * state that is {@link AutoCloseable} is closed after it, in every JVM.
 *
 * <pre>{@code
 * @AfterSample
 * void dropTable() throws SQLException {
 *     connection.createStatement().execute("drop table t");
 * }
 * }</pre>
 *
 * <p>
 * Several run those of superclasses last, in each class ordered by name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface AfterSample {}
