package org.weir.process;

/**
 * What a child JVM does: implemented by a public class with a public constructor without parameters, which the child
 * calls. The child exits with 0 when {@link #run} returns, whether or not threads that it started still run, and with
 * 1 when it throws, after the whole stack trace went to its standard error.
 */
@FunctionalInterface
public interface ChildRole {

    /** Plays the role, on the main thread of the child. */
    void run(ChildContext context) throws Exception;
}
