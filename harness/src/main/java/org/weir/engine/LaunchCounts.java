package org.weir.engine;

import org.weir.results.Diagnostic;
import org.weir.results.Witness;
import org.weir.scenario.FaultModel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a launch has counted so far. Used by one thread. */
final class LaunchCounts {
    /** The most outcomes of which a sample is kept. */
    static final int MAX_WITNESSES = 12;

    private static final int MAX_DIAGNOSTICS = 12;

    private final Map<String, Long> counts = new HashMap<>();
    private final List<Diagnostic> diagnostics = new ArrayList<>();
    private final Map<String, Witness> witnesses = new LinkedHashMap<>();
    private final Map<FaultModel, FaultCount> faults = new LinkedHashMap<>();
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

    /** Keeps the first sample of each outcome, unless there are many already. */
    void witness(String outcome, Supplier<Witness> witness) {
        if (!witnesses.containsKey(outcome) && witnesses.size() < MAX_WITNESSES) {
            witnesses.put(outcome, witness.get());
        }
    }

    List<Witness> witnesses() {
        return List.copyOf(witnesses.values());
    }

    /** In how many samples a fault was due, and in how many of those it was done. */
    record FaultCount(long due, long done) {
        FaultCount plus(FaultCount other) {
            return new FaultCount(due + other.due, done + other.done);
        }
    }

    /** Counts what a sample came to of the faults that were due in it. */
    void addFaults(Map<FaultModel, Boolean> doneInSample) {
        doneInSample.forEach((fault, done) -> faults.merge(fault, new FaultCount(1, done ? 1 : 0), FaultCount::plus));
    }

    Map<FaultModel, FaultCount> faults() {
        return Map.copyOf(faults);
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
