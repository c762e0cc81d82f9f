package org.weir.process;

import java.io.Serial;

/** Where in another process an exception was thrown: the text of its stack trace there. */
public final class RemoteStackTrace extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * A trace.
     *
     * @param process where it is from
     * @param trace as it was printed there
     */
    public RemoteStackTrace(String process, String trace) {
        super("in " + process + ":" + System.lineSeparator() + trace, null, true, false);
    }

    /** Makes this the cause of {@code thrown}, or if that has one, or takes none, one of what it suppressed. */
    public void attachTo(Throwable thrown) {
        if (thrown.getCause() != null) {
            thrown.addSuppressed(this);
            return;
        }
        try {
            Throwable _ = thrown.initCause(this);
        } catch (IllegalStateException fixed) {
            thrown.addSuppressed(this);
        }
    }
}
