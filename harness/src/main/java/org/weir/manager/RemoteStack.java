package org.weir.manager;

import java.io.PrintWriter;
import java.io.Serial;
import java.io.StringWriter;

/** The last cause of an exception that was thrown in a manager's server: its message is the stack there. */
final class RemoteStack extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    RemoteStack(String text) {
        super("thrown in the server of a manager:\n" + text, null, false, false);
    }

    /** The whole stack of {@code thrown}, as it is printed. */
    static String textOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** Puts {@code text} below the causes of {@code thrown}, or beside them if it takes no cause. */
    static void attach(Throwable thrown, String text) {
        Throwable last = thrown;
        for (int depth = 0; last.getCause() != null && depth < 100; depth++) {
            last = last.getCause();
        }
        RemoteStack stack = new RemoteStack(text);
        try {
            Throwable _ = last.initCause(stack);
        } catch (IllegalStateException fixed) {
            thrown.addSuppressed(stack);
        }
    }
}
