package org.weir.engine;

import org.weir.results.Diagnostic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a launch has counted so far. Used by one thread. */
final class LaunchCounts {
    private static final int MAX_DIAGNOSTICS = 12;

    private final Map<String, Long> counts = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private long samples;
    private long nanos;

    void add(String id, long count) {
        counts.merge(id, count, Long::sum);
        samples += count;
    }

    void addAll(Map<String, Long> more) {
        more.forEach(this::add);
    }

    /** Adds time spent sampling. */
    void spend(long more) {
        nanos += more;
    }

    /** Keeps a diagnostic, unless there are many already. */
    void explain(List<Diagnostic> more) {
        for (Diagnostic diagnostic : more) {
            if (diagnostics.size() < MAX_DIAGNOSTICS) {
                diagnostics.add(diagnostic);
            }
        }
    }

    Map<String, Long> counts() {
        return Map.copyOf(counts);
    }

    List<Diagnostic> diagnostics() {
        return List.copyOf(diagnostics);
    }

    long samples() {
        return samples;
    }

    long nanos() {
        return nanos;
    }
}
