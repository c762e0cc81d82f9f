package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method that runs in one JVM, once a sample, after every JVM has constructed its state and before any actor starts: for
 * what has to be done to a shared thing once, such as filling a file. An instance method that takes nothing, returns
 * nothing and may throw anything.
 *
 * <pre>{@code
 * final SharedFile file = SharedFile.create();
 *
 * @BeforeSample
 * void fill() throws IOException {
 *     Files.writeString(file.path(), "0");
 * }
 * }</pre>
 *
 * <p>
 * What it writes to shared objects, every actor sees. Several run those of superclasses first, in each class ordered by
 * name.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BeforeSample {}
