package org.weir.process;

import java.io.Serial;

/** Where in another process an exception was thrown: the text of its stack trace there. */
public final class RemoteStackTrace extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    RemoteStackTrace(String process, String trace) {
        super("in " + process + ":" + System.lineSeparator() + trace, null, true, false);
    }
}
