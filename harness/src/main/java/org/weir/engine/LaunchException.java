package org.weir.engine;

import org.weir.results.Diagnostic;

import java.util.List;

/** A launch could not be made or trusted: the result is an {@code ERROR} with this message. */
final class LaunchException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<Diagnostic> diagnostics;

    LaunchException(String message, List<Diagnostic> diagnostics) {
        super(message);
        this.diagnostics = List.copyOf(diagnostics);
    }

    LaunchException(String message, Throwable cause) {
        super(message, cause);
        this.diagnostics = List.of(new Diagnostic("stack-trace", "", message, ResourceLoop.traceOf(cause)));
    }

    List<Diagnostic> diagnostics() {
        return diagnostics;
    }
}
