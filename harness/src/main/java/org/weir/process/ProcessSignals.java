package org.weir.process;

import org.weir.os.Signal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The signals to a {@link JvmProcess} that take more than to be sent. */
final class ProcessSignals {

    private final ProcessState state;

    ProcessSignals(ProcessState state) {
        this.state = state;
    }

    /** As {@link JvmProcess#signal}. */
    void send(Signal signal) {
        Objects.requireNonNull(signal, "signal");
        try {
            state.started("signalled").signal(signal);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not send " + signal + " to " + state + ": " + e.getMessage(), e);
        }
    }

    /** As {@link JvmProcess#interrupt}. */
    void interrupt() {
        ChildJvm process = state.started("interrupted");
        if (process.exit().isEmpty() && ProcFs.ignores(process.pid(), Signal.SIGINT)) {
            throw new IllegalStateException(state + " ignores SIGINT, as a JVM does that is started by nohup or in the"
                    + " background of a script, and all its children; call terminate(), or start the top-level JVM with"
                    + " SIGINT at its default (env --default-signal=INT java ...).");
        }
        send(Signal.SIGINT);
    }

    /** As {@link JvmProcess#killTree}. */
    void killTree() {
        ChildJvm root = state.started("killed");
        send(Signal.SIGSTOP);
        Optional<ProcessHandle> handle = ProcessHandle.of(root.pid()).filter(_ -> root.exit().isEmpty());
        List<ProcessHandle> descendants = handle.map(ProcessHandle::descendants)
                .map(all -> all.toList())
                .orElse(List.of());
        root.kill();
        descendants.forEach(ProcessHandle::destroyForcibly);
    }
}
