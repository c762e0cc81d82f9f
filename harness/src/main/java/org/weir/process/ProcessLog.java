package org.weir.process;

import org.jspecify.annotations.Nullable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.text.MessageFormat;
import java.util.ResourceBundle;

/**
 * The log of a tree of processes: lines such as {@code [INFO/Process-1] message} on the standard error of each. It is off
 * until {@link #toStderr}; a child begins with the level that its parent has when it starts it. Safe for use by several
 * threads.
 */
public final class ProcessLog implements System.Logger {

    private final ProcessNode node;

    ProcessLog(ProcessNode node) {
        this.node = node;
    }

    /** The log of this process. */
    public static System.Logger logger() {
        return ProcessNode.here().log();
    }

    /** Writes messages of {@code level} and above to standard error from now on; {@link System.Logger.Level#OFF} ends it. */
    public static System.Logger toStderr(Level level) {
        ProcessNode.here().logLevel(level);
        return logger();
    }

    /** The level from which on messages are written. */
    public static Level level() {
        return ProcessNode.here().logLevel();
    }

    @Override
    public String getName() {
        return "org.weir";
    }

    @Override
    public boolean isLoggable(Level level) {
        Level least = node.logLevel();
        return least != Level.OFF && level != Level.OFF && level.getSeverity() >= least.getSeverity();
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message,
            @Nullable Throwable thrown) {
        if (!isLoggable(level)) {
            return;
        }
        StringBuilder line = new StringBuilder().append('[')
                .append(level.getName())
                .append('/')
                .append(node.self().name())
                .append("] ")
                .append(localised(bundle, String.valueOf(message)));
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append(System.lineSeparator()).append(trace.toString().stripTrailing());
        }
        System.err.println(line);
    }

    @Override
    public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format,
            @Nullable Object @Nullable... parameters) {
        if (isLoggable(level)) {
            String text = localised(bundle, String.valueOf(format));
            log(level, null, parameters == null || parameters.length == 0 ? text
                    : MessageFormat.format(text,
                            parameters),
                    (Throwable) null);
        }
    }

    private static String localised(@Nullable ResourceBundle bundle, String key) {
        return bundle != null && bundle.containsKey(key) ? bundle.getString(key) : key;
    }
}
