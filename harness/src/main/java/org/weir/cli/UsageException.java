package org.weir.cli;

/** What was asked for cannot be done; the message says why, and what can. Ends the command with {@link ExitCodes#USAGE}. */
final class UsageException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }
}
