package org.weir.engine;

import org.jspecify.annotations.Nullable;
import org.weir.outcome.ActorFate;
import org.weir.process.ChildEndedException;
import org.weir.process.ExitStatus;
import org.weir.process.SilentChildException;
import org.weir.results.Diagnostic;
import org.weir.results.HistoryEvent;
import org.weir.results.Witness;
import org.weir.scenario.ResultField;
import org.weir.scenario.ScenarioModel;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The coordinator's side of a resource launch: one sample after the other, each with a state of its own, its skews, its
 * faults and its deadline. A worker that hangs, dies or is stopped is diagnosed, counted, and replaced before the next
 * sample.
 */
final class ResourceSampler {
    /** How long construction may take before the actors start, beyond the sample's own deadline. */
    static final Duration CONSTRUCTION = Duration.ofSeconds(10);
    private static final Duration CLEAN_UP = Duration.ofSeconds(10);
    private static final Duration GLANCE = Duration.ofMillis(1);

    private final ScenarioModel model;
    private final Workers workers;
    private final SegmentLayout segment;
    private final byte[] image;
    private final LaunchCounts counts;
    private final long seed;
    private final Skews skews;
    private final long agreedHash;
    private final int launch;
    private final Set<Integer> unchecked = new HashSet<>();
    private long number;

    ResourceSampler(ScenarioModel model, Workers workers, byte[] image, LaunchCounts counts, LaunchPlan plan) {
        this.model = model;
        this.workers = workers;
        this.segment = workers.segment();
        this.image = image;
        this.agreedHash = ConstructionReport.hash(image);
        this.counts = counts;
        this.seed = plan.seed();
        this.launch = plan.index();
        this.skews = new Skews(LaunchPlan.random(seed));
    }

    /** Samples until time is over. */
    void sample(Clock clock) throws LaunchException {
        for (int worker = 0; worker < workers.size(); worker++) {
            acquaint(worker);
        }
        model.faults().forEach(fault -> workers.keepWarm(fault.actor()));
        long told = System.nanoTime();
        try {
            while (!clock.isOver(counts.samples())) {
                long start = System.nanoTime();
                skews.next();
                String outcome = new Sample().run();
                skews.learn(outcome);
                counts.add(outcome, 1);
                number++;
                counts.spend(System.nanoTime() - start);
                if (System.nanoTime() - told > Clock.TELL_NANOS) {
                    told = System.nanoTime();
                    clock.watcher().sampled(counts.counts(), counts.nanos());
                }
            }
        } finally {
            if (!model.faults().isEmpty()) {
                workers.coolDown();
            }
        }
    }

    private void acquaint(int worker) throws LaunchException {
        workers.order(worker, Frames.of(Frames.RESOURCE, image));
        workers.answer(worker, "the agreed image taken");
        unchecked.add(worker);
    }

    /** One sample. */
    private final class Sample {
        private final Map<Integer, SampleReply> replies = new HashMap<>();
        private final Map<Integer, String> fates = new HashMap<>();
        private final Set<Integer> broken = new HashSet<>();
        private final FaultAgenda agenda = new FaultAgenda(model.faults(), number, workers, seed);
        private boolean aborted;

        String run() throws LaunchException {
            clearControls();
            int participants = workers.size();
            for (int worker = 0; worker < participants; worker++) {
                long skew = worker < model.actors().size() ? skews.draw() : 0;
                SampleOrder order = agenda.order(worker, number, participants, skew, unchecked.contains(worker));
                workers.order(worker, Frames.of(Frames.SAMPLE, order.encode()));
            }
            collect();
            long ended = System.nanoTime();
            agenda.finish(replies.keySet());
            counts.addFaults(agenda.done());
            String outcome = arbitrate();
            counts.witness(outcome, () -> witness(outcome, ended));
            close();
            for (int worker : broken) {
                workers.replace(worker);
                acquaint(worker);
            }
            SharedFiles.deleteQuietly(workers.files().resolve("s" + number));
            return outcome;
        }

        private void clearControls() {
            Cells.putIntVolatile(segment.abort(), 0);
            Cells.putLong(segment.startNanos(), 0);
            for (int worker = 0; worker < workers.size(); worker++) {
                Cells.putIntVolatile(segment.selfFault(worker), 0);
                segment.events(worker).clear();
            }
            Cells.putIntVolatile(segment.turn(), 0);
        }

        private Witness witness(String outcome, long ended) {
            long zero = Cells.getLongAcquire(segment.startNanos());
            List<HistoryEvent> events = new ArrayList<>(agenda.strikes(zero));
            for (int worker = 0; worker < workers.size() && zero != 0; worker++) {
                List<HistoryEvent> own = segment.events(worker).read(workers.name(worker), zero, ended);
                events.addAll(own);
                String fate = Optional.ofNullable(fates.get(worker)).orElse(valuesOf(worker));
                own.stream()
                        .filter(event -> event.operation().equals(EventLog.Operation.ACTOR.label()))
                        .findFirst()
                        .map(actor -> new HistoryEvent(actor.process(), "", "result", fate, actor.endNanos(),
                                actor.endNanos()))
                        .ifPresent(events::add);
            }
            events.sort(Comparator.comparingLong(HistoryEvent::startNanos));
            return new Witness(outcome, launch, number + 1, events);
        }

        /** What a worker's actor wrote, in the order of the fields. */
        private String valuesOf(int worker) {
            @Nullable
            SampleReply reply = replies.get(worker);
            List<String> own = new ArrayList<>();
            for (int i = 0; i < model.resultFields().size() && reply != null; i++) {
                if (model.resultFields().get(i).writer() == worker) {
                    own.add(reply.values().get(i));
                }
            }
            return String.join(", ", own);
        }

        private void collect() throws LaunchException {
            long ordered = System.nanoTime();
            Set<Integer> pending = new HashSet<>();
            for (int worker = 0; worker < workers.size(); worker++) {
                pending.add(worker);
            }
            while (!pending.isEmpty()) {
                long started = Cells.getLongAcquire(segment.startNanos());
                if (agenda.isDue(started)) {
                    takeFrom(pending, Duration.ZERO);
                }
                boolean busy = agenda.act(started, pending);
                long giveUp = started == 0 ? ordered + CONSTRUCTION.plus(workers.deadline()).toNanos()
                        : started + workers.deadline().toNanos();
                long left = giveUp - System.nanoTime();
                if (left <= 0) {
                    giveUpOn(pending);
                    return;
                }
                boolean glance = busy || started == 0 || pending.size() > 1;
                Duration patience = glance ? GLANCE : Duration.ofNanos(left);
                takeFrom(pending, patience);
            }
        }

        private void takeFrom(Set<Integer> pending, Duration patience) throws LaunchException {
            for (int worker : List.copyOf(pending)) {
                if (take(worker, patience)) {
                    pending.remove(worker);
                }
            }
        }

        /** Takes a worker's answer; false if there is none yet. */
        private boolean take(int worker, Duration patience) throws LaunchException {
            try {
                byte[] frame = workers.child(worker).receive("the end of the sample", patience);
                if (frame[0] == Frames.FAILED) {
                    if (!aborted) {
                        throw workers.failed(worker, frame);
                    }
                    return true;
                }
                SampleReply reply = SampleReply.decode(Frames.body(frame));
                check(worker, reply);
                replies.put(worker, reply);
                if (!reply.thrown().isEmpty()) {
                    fates.put(worker, ActorFate.THREW.id(workers.name(worker), reply.thrown()));
                    counts.explain(List.of(new Diagnostic("stack-trace", workers.name(worker),
                            "what " + workers.name(worker) + " threw", reply.trace())));
                }
                return true;
            } catch (SilentChildException e) {
                return false;
            } catch (ChildEndedException e) {
                fates.put(worker, fateOf(worker, e.status()));
                broken.add(worker);
                if (!agenda.expects(worker)) {
                    counts.explain(workers.outputs(worker));
                }
                if (Cells.getLongAcquire(segment.startNanos()) == 0) {
                    abort();
                }
                return true;
            } catch (IOException e) {
                throw new LaunchException("the JVM of " + workers.name(worker) + " cannot be understood", e);
            }
        }

        private String fateOf(int worker, ExitStatus status) {
            return switch (status) {
                case ExitStatus.Exited(int code) -> ActorFate.EXITED.id(workers.name(worker), "" + code);
                case ExitStatus.Signaled(int _, String signal) -> ActorFate.KILLED.id(workers.name(worker), signal);
            };
        }

        private void check(int worker, SampleReply reply) throws LaunchException {
            if (unchecked.remove(worker) && reply.imageHash() != agreedHash) {
                throw new LaunchException("constructing the state in the JVM of " + workers.name(worker)
                        + " left other contents in shared memory than the first time: the constructor has to do the"
                        + " same in every JVM and for every sample", List.of());
            }
        }

        private void giveUpOn(Set<Integer> pending) throws LaunchException {
            boolean constructing = Cells.getLongAcquire(segment.startNanos()) == 0;
            List<Diagnostic> dumps = new ArrayList<>();
            for (int worker : pending) {
                dumps.add(workers.dump(worker));
            }
            if (constructing) {
                throw new LaunchException("the state was not constructed within "
                        + CONSTRUCTION.plus(workers.deadline()).toSeconds() + " s, turn "
                        + Cells.getIntVolatile(segment.turn()), dumps);
            }
            counts.explain(dumps);
            for (int worker : pending) {
                String name = workers.name(worker);
                fates.put(worker, workers.isStopped(worker) ? ActorFate.STOPPED.id(name) : ActorFate.HUNG.id(name));
                broken.add(worker);
                workers.child(worker).kill();
            }
        }

        private void abort() {
            aborted = true;
            Cells.putIntVolatile(segment.abort(), 1);
        }

        private String arbitrate() throws LaunchException {
            List<String> values = merged();
            int parent = model.actors().size();
            if (model.arbiter().isPresent() && workers.size() > parent && !broken.contains(parent) && !aborted) {
                workers.order(parent, Frames.of(Frames.ARBITRATE, new SampleReply(values, "", "", 0).encode()));
                Optional<SampleReply> reply = answerOf(parent);
                if (reply.isPresent() && reply.get().thrown().isEmpty()) {
                    values = reply.get().values();
                } else if (reply.isPresent()) {
                    fates.put(parent, ActorFate.THREW.id(workers.name(parent), reply.get().thrown()));
                    counts.explain(List.of(new Diagnostic("stack-trace", workers.name(parent),
                            "what " + workers.name(parent) + " threw", reply.get().trace())));
                }
            }
            return Fates.id(
                    fates.entrySet().stream().sorted(Map.Entry.comparingByKey()).map(Map.Entry::getValue).toList(),
                    values);
        }

        private Optional<SampleReply> answerOf(int parent) throws LaunchException {
            try {
                byte[] frame = workers.child(parent).receive("its verdict", workers.deadline());
                if (frame[0] == Frames.FAILED) {
                    throw workers.failed(parent, frame);
                }
                return Optional.of(SampleReply.decode(Frames.body(frame)));
            } catch (SilentChildException e) {
                counts.explain(List.of(workers.dump(parent)));
                fates.put(parent, ActorFate.HUNG.id(workers.name(parent)));
            } catch (ChildEndedException e) {
                counts.explain(workers.outputs(parent));
                fates.put(parent, fateOf(parent, e.status()));
            } catch (IOException e) {
                throw new LaunchException("the JVM of " + workers.name(parent) + " cannot be understood", e);
            }
            broken.add(parent);
            workers.child(parent).kill();
            return Optional.empty();
        }

        private List<String> merged() {
            List<String> values = new ArrayList<>();
            for (int i = 0; i < model.resultFields().size(); i++) {
                ResultField field = model.resultFields().get(i);
                @Nullable
                SampleReply reply = replies.get(field.writer());
                values.add(reply == null || !reply.thrown().isEmpty() ? FieldKind.of(field.type()).defaultText()
                        : reply.values().get(i));
            }
            return values;
        }

        private void close() throws LaunchException {
            boolean afterDone = model.afterSample().isEmpty();
            for (int worker = workers.size() - 1; worker >= 0; worker--) {
                if (agenda.isEnding(worker)) {
                    broken.add(worker);
                }
                if (broken.contains(worker)) {
                    continue;
                }
                byte[] order = afterDone ? Frames.of(Frames.CLOSE) : Frames.of(Frames.CLOSE, new byte[1]);
                afterDone = true;
                workers.order(worker, order);
                try {
                    byte[] frame = workers.child(worker).receive("the sample closed", CLEAN_UP);
                    if (frame[0] == Frames.FAILED && !aborted) {
                        throw workers.failed(worker, frame);
                    }
                } catch (IOException e) {
                    counts.explain(List.of(workers.dump(worker)));
                    broken.add(worker);
                    throw new LaunchException("the JVM of " + workers.name(worker)
                            + " did not close the sample's state: " + e.getMessage(), counts.diagnostics());
                }
            }
        }
    }
}
