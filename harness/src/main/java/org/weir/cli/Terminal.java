package org.weir.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What can be done to standard error and standard output.
 *
 * @param rewrites whether a line of standard error can be written over
 * @param colours whether standard output understands colours, and the user wants them
 * @param width characters of a line of standard error
 */
record Terminal(boolean rewrites, boolean colours, int width) {
    private static final Path STANDARD_ERROR = Path.of("/proc/self/fd/2");
    private static final int USUAL_WIDTH = 80;
    private static final String CLEAR = "\r\033[K";

    /** What this process has. */
    static Terminal detect() {
        boolean terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
        return of(System.getenv(), terminal, isDevice());
    }

    /**
     * What there is.
     *
     * @param environment of the process: {@code TERM=dumb} and {@code CI} rule rewriting and colours out,
     *                    {@code NO_COLOR} colours
     * @param terminal whether standard input and standard output are a terminal
     * @param errorToDevice whether standard error goes to a device and not to a file or a pipe
     */
    static Terminal of(Map<String, String> environment, boolean terminal, boolean errorToDevice) {
        boolean able = terminal && !environment.getOrDefault("TERM", "dumb").equals("dumb")
                && environment.getOrDefault("CI", "").isEmpty();
        boolean colours = able && environment.getOrDefault("NO_COLOR", "").isEmpty();
        String columns = environment.getOrDefault("COLUMNS", "");
        return new Terminal(able && errorToDevice, colours,
                columns.matches("[1-9]\\d{1,3}") ? Integer.parseInt(columns) : USUAL_WIDTH);
    }

    private static boolean isDevice() {
        try {
            return Files.readSymbolicLink(STANDARD_ERROR).startsWith("/dev");
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    /** What puts a line in place of the one that stands there. */
    String rewritten(String line) {
        return CLEAR + (line.length() < width ? line : line.substring(0, width - 1));
    }
}
