package org.weir.engine;

import org.weir.outcome.ActorFate;
import org.weir.process.ChildEndedException;
import org.weir.process.ExitStatus;
import org.weir.process.SilentChildException;
import org.weir.scenario.ScenarioModel;

import java.io.IOException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The coordinator's side of a memory launch: sets the workers going, watches them, stops them, reads their tallies.
 *
 * <p>
 * The workers never report while they sample; all that is needed to watch them lies in the shared segment. When no
 * barrier has been passed for a sample's deadline, those that are not waiting for others are hung.
 */
final class MemorySampler {
    /** After the stop word a stride has to end; more than the longest one takes in the interpreter. */
    private static final Duration LAST_STRIDE = Duration.ofSeconds(20);
    private static final Duration GLANCE = Duration.ofMillis(50);
    private static final long POLL_NANOS = 5_000_000;
    private static final Duration AFTER_DEATH = Duration.ofMillis(200);
    private static final String ADVICE = "let the result say less, for instance whether a total is right instead of the"
            + " total";

    /** How a stretch of sampling ended. */
    enum End {
        /** Its time was over, or it had enough samples. */
        DONE,
        /** A worker hung or died: the workers have to be made anew. */
        BROKEN
    }

    private final ScenarioModel model;
    private final Workers workers;
    private final SegmentLayout segment;
    private final LaunchCounts counts;

    MemorySampler(ScenarioModel model, Workers workers, LaunchCounts counts) {
        this.model = model;
        this.workers = workers;
        this.segment = workers.segment();
        this.counts = counts;
    }

    /** Samples; what is counted is in the counts afterwards, however it ends. */
    End sample(Clock clock) throws LaunchException {
        long start = System.nanoTime();
        End end;
        try {
            for (int worker = 0; worker < model.actors().size(); worker++) {
                workers.order(worker, Frames.of(Frames.RUN));
            }
            end = watch(clock, start);
            if (end == End.DONE) {
                Cells.putIntVolatile(segment.stop(), 1);
                end = awaitEnd();
            }
        } finally {
            counts.spend(System.nanoTime() - start);
            counts.addAll(tallied());
        }
        refuseOverflow();
        return end;
    }

    private End watch(Clock clock, long start) throws LaunchException {
        long told = start;
        long[] last = new long[0];
        long moved = start;
        long before = counts.samples();
        while (!clock.isOver(before + samples())) {
            LockSupport.parkNanos(Math.clamp(clock.end() - System.nanoTime(), 1, POLL_NANOS));
            long now = System.nanoTime();
            if (anyoneEnded()) {
                countDeaths();
                return End.BROKEN;
            }
            long[] positions = positions();
            if (!Arrays.equals(positions, last)) {
                last = positions;
                moved = now;
            } else if (anyoneAnswered(Duration.ZERO)) {
                throw new LaunchException("a worker ended its last stride before it was told to", List.of());
            } else if (now - moved > workers.deadline().toNanos()) {
                countHung();
                return End.BROKEN;
            }
            if (now - told > Clock.TELL_NANOS) {
                told = now;
                Map<String, Long> all = new HashMap<>(counts.counts());
                tallied().forEach((id, count) -> all.merge(id, count, Long::sum));
                clock.watcher().sampled(all, counts.nanos() + now - start);
            }
        }
        return End.DONE;
    }

    private End awaitEnd() throws LaunchException {
        long giveUp = System.nanoTime() + LAST_STRIDE.plus(workers.deadline()).toNanos();
        Set<Integer> pending = new HashSet<>();
        for (int worker = 0; worker < model.actors().size(); worker++) {
            pending.add(worker);
        }
        while (!pending.isEmpty()) {
            for (int worker : List.copyOf(pending)) {
                if (hasAnswered(worker, GLANCE)) {
                    pending.remove(worker);
                }
            }
            if (pending.isEmpty()) {
                break;
            }
            if (anyoneEnded()) {
                countDeaths();
                return End.BROKEN;
            }
            if (System.nanoTime() - giveUp > 0) {
                countHung();
                return End.BROKEN;
            }
        }
        for (int worker = 0; worker < model.actors().size(); worker++) {
            for (var diagnostic : workers.outputs(worker)) {
                if (diagnostic.kind().equals("stderr")) {
                    counts.explain(List.of(diagnostic));
                }
            }
        }
        return End.DONE;
    }

    private boolean anyoneAnswered(Duration patience) throws LaunchException {
        for (int worker = 0; worker < model.actors().size(); worker++) {
            if (hasAnswered(worker, patience)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether a worker says that its last stride is over; false also if it ended, of which its exit tells.
     *
     * @throws LaunchException if it says that it failed, which leaves its peers waiting for it
     */
    private boolean hasAnswered(int worker, Duration patience) throws LaunchException {
        try {
            byte[] frame = workers.child(worker).receive("the end of its last stride", patience);
            if (frame[0] == Frames.FAILED) {
                refuseFullTexts(worker);
                throw workers.failed(worker, frame);
            }
            return true;
        } catch (SilentChildException | ChildEndedException e) {
            return false;
        } catch (IOException e) {
            throw new LaunchException("the JVM of " + workers.name(worker) + " cannot be reached", e);
        }
    }

    private boolean anyoneEnded() {
        for (int worker = 0; worker < model.actors().size(); worker++) {
            if (workers.exit(worker).isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Counts the sample in flight under the fates of those who died; a worker that merely failed is an error. */
    private void countDeaths() throws LaunchException {
        LockSupport.parkNanos(AFTER_DEATH.toNanos());
        List<String> fates = new ArrayList<>();
        for (int worker = 0; worker < model.actors().size(); worker++) {
            String name = workers.name(worker);
            workers.exit(worker).ifPresent(status -> fates.add(switch (status) {
                case ExitStatus.Exited(int code) -> ActorFate.EXITED.id(name, String.valueOf(code));
                case ExitStatus.Signaled(int _, String signal) -> ActorFate.KILLED.id(name, signal);
            }));
            if (workers.exit(worker).isPresent()) {
                counts.explain(workers.outputs(worker));
            }
        }
        counts.add(Fates.id(fates, defaults()), 1);
    }

    private void countHung() {
        int actors = model.actors().size();
        SortedMap<Integer, String> fates = new TreeMap<>();
        Optional<String> arbiter = model.arbiter().filter(_ -> segmentIsTallying()).map(Method::getName);
        for (int worker = 0; worker < actors; worker++) {
            if (workers.isStopped(worker)) {
                fates.put(worker, ActorFate.STOPPED.id(workers.name(worker)));
            } else if (Cells.getIntVolatile(segment.waiting(worker)) == 0) {
                fates.put(arbiter.isPresent() ? actors : worker,
                        ActorFate.HUNG.id(arbiter.orElse(workers.name(worker))));
            } else {
                continue;
            }
            counts.explain(List.of(workers.dump(worker)));
        }
        if (fates.isEmpty()) {
            fates.put(0, ActorFate.HUNG.id(workers.name(0)));
        }
        counts.add(Fates.id(List.copyOf(fates.values()), defaults()), 1);
    }

    /** Odd phases are barriers before actors act, even ones before outcomes are tallied. */
    private boolean segmentIsTallying() {
        int least = Integer.MAX_VALUE;
        for (int worker = 0; worker < model.actors().size(); worker++) {
            least = Math.min(least, Cells.getIntVolatile(segment.phase(worker)));
        }
        return least % 2 == 0 && least > 0;
    }

    private long samples() {
        long sum = 0;
        for (int worker = 0; worker < model.actors().size(); worker++) {
            sum += Cells.getLongAcquire(segment.samples(worker));
        }
        return sum;
    }

    private long[] positions() {
        int actors = model.actors().size();
        long[] positions = new long[2 * actors];
        for (int worker = 0; worker < actors; worker++) {
            positions[2 * worker] = Cells.getIntVolatile(segment.phase(worker));
            positions[2 * worker + 1] = Cells.getLongAcquire(segment.progress(worker));
        }
        return positions;
    }

    private Map<String, Long> tallied() {
        int actors = model.actors().size();
        ResultLayout layout = new ResultLayout(model.resultFields(), actors);
        Map<String, Long> all = new HashMap<>();
        for (int worker = 0; worker < actors; worker++) {
            TextTable texts = segment.textTable(worker);
            segment.tally(worker).forEach((key, count) -> all.merge(idOf(layout, texts, key), count, Long::sum));
            segment.fateTally(worker).forEach((key, count) -> all.merge(texts.text((int) key[0]), count, Long::sum));
        }
        return all;
    }

    private static String idOf(ResultLayout layout, TextTable texts, long[] key) {
        List<String> values = new ArrayList<>();
        for (ResultLayout.Slot slot : layout.slots()) {
            long bits = layout.bits(slot, key);
            values.add(slot.kind() == FieldKind.TEXT ? texts.text((int) bits) : slot.kind().text(bits));
        }
        return Fates.id(List.of(), values);
    }

    /** The fields of a sample that was cut off: nobody knows what had been written. */
    private List<String> defaults() {
        return model.resultFields().stream().map(field -> FieldKind.of(field.type()).defaultText()).toList();
    }

    private void refuseOverflow() throws LaunchException {
        for (int worker = 0; worker < model.actors().size(); worker++) {
            refuseOverflow("outcomes", segment.tally(worker));
            refuseOverflow("outcomes with a fate", segment.fateTally(worker));
        }
    }

    private static void refuseOverflow(String what, SharedTally tally) throws LaunchException {
        if (tally.dropped() > 0) {
            throw new LaunchException("there are more than " + tally.limit() + " different " + what + ", of which "
                    + tally.dropped() + " samples could not be counted: " + ADVICE, List.of());
        }
    }

    private void refuseFullTexts(int worker) throws LaunchException {
        if (segment.textTable(worker).overflowed()) {
            throw new LaunchException("the different texts of " + workers.name(worker) + " take more than the "
                    + TextTable.BYTES / 1024 + " KiB that there are for them: " + ADVICE, List.of());
        }
    }
}
