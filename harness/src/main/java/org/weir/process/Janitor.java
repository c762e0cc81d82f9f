package org.weir.process;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A shell that outlives this JVM by a second or two. It sleeps in a read of a pipe whose other end only this JVM
 * holds; when that ends without a word, however it was killed, the janitor kills what still carries the realm's mark
 * in its environment (children that have not reached their first line, and whatever children started) and removes the
 * realm's directory. It looks a second time because a child may have been in the middle of its start.
 *
 * <p>It is a session of its own, where {@code setsid} is there, so that neither Ctrl-C nor the killing of a whole
 * process group meets it.
 */
final class Janitor {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Path SHELL = Path.of("/bin/sh");
    private static final String SCRIPT = """
            trap '' INT TERM HUP QUIT PIPE
            if read -r word; then exit 0; fi
            sweep() {
                for file in $(grep -lsF -e "$2=$1/" /proc/[0-9]*/environ); do
                    pid=${file#/proc/}
                    kill -9 "${pid%/environ}"
                done
                rm -rf -- "$1"
            }
            sweep "$@"
            sleep 1
            sweep "$@"
            """;

    private final Process process;
    private final OutputStream pipe;

    private Janitor(Process process) {
        this.process = process;
        this.pipe = process.getOutputStream();
    }

    /** Starts the janitor of {@code realm}; empty, with a note in the log, if this system lets it have none. */
    static Optional<Janitor> start(Starter starter, Path realm) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.addAll(List.of(SHELL.toString(), "-c", SCRIPT, "weir-janitor", realm.toString(),
                ChildMain.REALM_VARIABLE));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Path.of("/").toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().keySet().removeIf(name -> !name.equals("PATH"));
        try {
            return Optional.of(new Janitor(starter.start(builder)));
        } catch (IOException e) {
            Logger log = System.getLogger(Janitor.class.getName());
            log.log(Level.WARNING, "No janitor for " + realm + ": if this JVM is killed, the directory stays until the"
                    + " next start of Weir sweeps it. " + e.getMessage());
            return Optional.empty();
        }
    }

    long pid() {
        return process.pid();
    }

    /** Tells the janitor that its work is not needed, and waits until it is gone. */
    void dismiss() {
        try (pipe) {
            pipe.write("end\n".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException _) {
            // Somebody killed it before; then it is gone, too.
        }
        boolean gone = false;
        try {
            gone = process.waitFor(TIMEOUT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (!gone) {
            process.destroyForcibly();
        }
    }
}
