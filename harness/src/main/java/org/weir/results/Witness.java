package org.weir.results;

import java.util.List;

/**
 * One concrete sample that came to an outcome.
 *
 * @param outcome the outcome's id
 * @param launch index of the launch, from 0
 * @param sample the sample's number in its launch, from 1
 * @param events what was recorded of it, ordered by their start; times are nanoseconds since the sample's agreed start,
 *               and may be negative
 */
public record Witness(String outcome, int launch, long sample, List<HistoryEvent> events) {
    /** Copies the list. */
    public Witness {
        events = List.copyOf(events);
    }
}
