package org.weir.results;

/**
 * Something that a process did: an operation with its closed interval of time. An instant is an interval of length 0.
 *
 * @param process the process's name: that of its actor
 * @param thread the thread's name; empty for the actor's own
 * @param operation what was done: {@code start}, {@code actor}, {@code point}, {@code fault}, {@code result},
 *                  {@code arbiter}, or the name of an operation of a primitive, such as {@code lock}
 * @param value its argument or result as text; may be empty
 * @param startNanos when it began, on the clock of {@link System#nanoTime}, which all processes of a host share, less
 *                   the history's zero
 * @param endNanos when it was over, not before {@code startNanos}
 */
public record HistoryEvent(String process, String thread, String operation, String value, long startNanos,
        long endNanos) {
    /**
     * Checks the interval.
     *
     * @throws IllegalArgumentException if it ends before it begins
     */
    public HistoryEvent {
        if (endNanos < startNanos) {
            throw new IllegalArgumentException(
                    operation + " of " + process + " ends at " + endNanos + ", before it begins at " + startNanos);
        }
    }
}
