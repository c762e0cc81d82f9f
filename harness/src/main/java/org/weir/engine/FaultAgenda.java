package org.weir.engine;

import org.weir.os.Signal;
import org.weir.results.HistoryEvent;
import org.weir.scenario.FaultKind;
import org.weir.scenario.FaultModel;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * The faults of one sample: which are done, when, and what has been done of them.
 *
 * <p>
 * A fault at a point is raised by the worker itself, so that it strikes exactly there; one at a random moment comes from
 * the coordinator, because a stopped or dying process could not be relied on to time its own end. A stopped process is
 * always continued by the coordinator. A worker listens for one point a sample: of several faults at points of one actor
 * that could be due in a sample, one is.
 */
final class FaultAgenda {
    /** The value of {@link SegmentLayout#selfFault} from a worker's strike against itself on. */
    static final int STRUCK = 1;
    /** The value of {@link SegmentLayout#selfFault} from when a stopped worker is to go on. */
    static final int RESUMED = 2;

    private record Strike(FaultModel fault, Signal signal, long nanos) {
        int worker() {
            return fault.actor();
        }
    }

    private record Deed(long afterStart, FaultModel fault, Signal signal) {
        int worker() {
            return fault.actor();
        }
    }

    private final Workers workers;
    private final List<Deed> deeds = new ArrayList<>();
    private final Map<Integer, FaultModel> atPoints = new HashMap<>();
    private final Set<Integer> struck = new HashSet<>();
    private final Map<FaultModel, Boolean> done = new HashMap<>();
    private final List<Strike> strikes = new ArrayList<>();
    private final Set<Integer> resuming = new HashSet<>();

    /**
     * The faults of a sample, which depend on nothing but these arguments: what was seen in samples before changes how the
     * actors' starts are skewed, but not who is struck.
     *
     * @param number the sample's number in its launch, from 0
     * @param seed the launch's seed
     */
    FaultAgenda(List<FaultModel> faults, long number, Workers workers, long seed) {
        this.workers = workers;
        if (faults.isEmpty()) {
            return;
        }
        RandomGenerator random = LaunchPlan.random(seed ^ (number + 1) * 0x9E3779B97F4A7C15L);
        Map<Integer, List<FaultModel>> candidates = new TreeMap<>();
        for (FaultModel fault : faults) {
            boolean now = fault.sample() == 0 || fault.sample() == number + 1;
            if (!now || random.nextDouble() >= fault.probability()) {
                continue;
            }
            if (fault.point().isPresent()) {
                candidates.computeIfAbsent(fault.actor(), _ -> new ArrayList<>()).add(fault);
                continue;
            }
            struck.add(fault.actor());
            done.put(fault, false);
            long moment = random.nextLong(Math.max(1, fault.within().toNanos()));
            deeds.add(new Deed(moment, fault, signalOf(fault.kind())));
            if (fault.kind() == FaultKind.STOP) {
                deeds.add(new Deed(moment + fault.resumeAfter().toNanos(), fault, Signal.SIGCONT));
            }
        }
        deeds.sort(Comparator.comparingLong(Deed::afterStart));
        candidates.forEach((worker, several) -> {
            FaultModel fault = turnOf(several, number);
            struck.add(worker);
            done.put(fault, false);
            atPoints.put(worker, fault);
        });
    }

    /** One of several for a sample: the one that is meant for this sample alone, else each in its turn. */
    private static FaultModel turnOf(List<FaultModel> several, long number) {
        return several.stream()
                .filter(fault -> fault.sample() != 0)
                .findFirst()
                .orElseGet(() -> several.get((int) (number % several.size())));
    }

    private static Signal signalOf(FaultKind kind) {
        return switch (kind) {
            case KILL -> Signal.SIGKILL;
            case TERMINATE -> Signal.SIGTERM;
            case STOP -> Signal.SIGSTOP;
        };
    }

    /** The order for a worker, with the point at which it has to strike itself. */
    SampleOrder order(int worker, long number, int participants, long skew, boolean check) {
        FaultModel fault = atPoints.get(worker);
        return fault == null ? new SampleOrder(number, participants, skew, "", 0, check)
                : new SampleOrder(number, participants, skew, fault.point().orElseThrow(),
                        signalOf(fault.kind()).number(), check);
    }

    /** Whether a fault is done to this worker in this sample, so that its end is no surprise. */
    boolean expects(int worker) {
        return struck.contains(worker);
    }

    /** Whether something is to be done by now, so that the caller should first see who has answered. */
    boolean isDue(long started) {
        return started != 0 && !deeds.isEmpty() && System.nanoTime() - started >= deeds.getFirst().afterStart();
    }

    /** Whether a signal was sent to this worker that ends it, though its actor may have returned before it took effect. */
    boolean isEnding(int worker) {
        FaultModel own = atPoints.get(worker);
        return strikes.stream().anyMatch(strike -> strike.worker() == worker && isFatal(strike.signal()))
                || (own != null && own.kind() != FaultKind.STOP && hasStruckItself(worker));
    }

    private static boolean isFatal(Signal signal) {
        return signal == Signal.SIGKILL || signal == Signal.SIGTERM;
    }

    private boolean hasStruckItself(int worker) {
        return Cells.getIntVolatile(workers.segment().selfFault(worker)) != 0;
    }

    /**
     * Does what is due.
     *
     * @param started the {@code System.nanoTime()} at which the actors start; 0 if they have not been told yet
     * @param pending the workers that have not answered; to the others nothing is done any more, except that one that
     *        was stopped is continued
     * @return whether more is to come, so that the caller should be back soon
     */
    boolean act(long started, Set<Integer> pending) throws LaunchException {
        if (started == 0) {
            return true;
        }
        long now = System.nanoTime();
        atPoints.forEach((worker, fault) -> {
            if (fault.kind() == FaultKind.STOP && !resuming.contains(worker)
                    && hasStruckItself(worker)) {
                resuming.add(worker);
                deeds.add(new Deed(now - started + fault.resumeAfter().toNanos(), fault, Signal.SIGCONT));
                deeds.sort(Comparator.comparingLong(Deed::afterStart));
            }
        });
        while (!deeds.isEmpty() && now - started >= deeds.getFirst().afterStart()) {
            Deed deed = deeds.removeFirst();
            if (pending.contains(deed.worker()) || deed.signal() == Signal.SIGCONT) {
                strike(deed);
            } else {
                deeds.removeIf(later -> later.fault().equals(deed.fault()));
            }
        }
        boolean stops = atPoints.values().stream().anyMatch(fault -> fault.kind() == FaultKind.STOP);
        return !deeds.isEmpty() || stops;
    }

    private void strike(Deed deed) throws LaunchException {
        try {
            if (deed.signal() == Signal.SIGCONT) {
                Cells.putIntVolatile(workers.segment().selfFault(deed.worker()), RESUMED);
            }
            workers.child(deed.worker()).signal(deed.signal());
            strikes.add(new Strike(deed.fault(), deed.signal(), System.nanoTime()));
            done.put(deed.fault(), true);
        } catch (IOException e) {
            throw new LaunchException("the fault " + deed.signal() + " could not be done to "
                    + workers.name(deed.worker()), e);
        }
    }

    /**
     * Continues whatever may still be stopped, when the sample is over.
     *
     * @param answered the workers whose actors returned or threw; a kill that came after that was not done to them
     */
    void finish(Set<Integer> answered) throws LaunchException {
        List<Deed> open = List.copyOf(deeds);
        deeds.clear();
        for (Deed deed : open) {
            boolean stops = open.stream()
                    .noneMatch(other -> other.fault().equals(deed.fault())
                            && other.signal() != Signal.SIGCONT);
            if (deed.signal() == Signal.SIGCONT && stops) {
                strike(deed);
            }
        }
        strikes.stream()
                .filter(strike -> strike.signal() == Signal.SIGKILL && answered.contains(strike.worker()))
                .forEach(strike -> done.put(strike.fault(), false));
        atPoints.forEach((worker, fault) -> done.put(fault, hasStruckItself(worker)));
    }

    /** What the coordinator did to workers; what they did to themselves is in their logs. */
    List<HistoryEvent> strikes(long zero) {
        return strikes.stream()
                .map(strike -> new HistoryEvent(workers.name(strike.worker()), "", EventLog.Operation.FAULT.label(),
                        strike.signal().name(), strike.nanos() - zero, strike.nanos() - zero))
                .toList();
    }

    /** The faults that were due in this sample, and whether each was done: its actor may never have been where it was to be. */
    Map<FaultModel, Boolean> done() {
        return Map.copyOf(done);
    }
}
