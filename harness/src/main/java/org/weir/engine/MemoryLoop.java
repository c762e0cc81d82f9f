package org.weir.engine;

import org.weir.memory.Cursor;
import org.weir.outcome.ActorFate;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The sampling loop of one worker of a memory scenario.
 *
 * <p>
 * A stride has four parts: all workers meet at a barrier; each runs its actor over the cells of all samples and stores
 * its results in records of its own; they meet again; each tallies a share of the samples and copies the initial image
 * back over their cells. Worker 0 leads: before the first barrier it writes which arm of the {@link Steering} the stride
 * is run with, or that it was the last.
 *
 * <p>
 * The loop allocates nothing and makes no system call while every worker has a CPU. Volatile store buffering between two
 * JVMs on two cores of an EPYC virtual machine: see {@code stress-tests}' benchmark, {@code mvn -Pbench}.
 */
final class MemoryLoop {
    /** What is needed to run the scenario with one layout of its cells. */
    record Placed(StateLayout layout, Object state, Cursor cursor, MemorySegment initial) {}

    private final SegmentLayout segment;
    private final WorkerPlan plan;
    private final GeneratedLoop loop;
    private final Object result;
    private final ResultLayout results;
    private final List<Placed> layouts;
    private final List<Steering.Arm> arms;
    private final StrideContext context;
    private final Rendezvous rendezvous;
    private long samples;
    private long tallied;
    private long meeting = 1;
    private int spent;

    MemoryLoop(SegmentLayout segment, WorkerPlan plan, GeneratedLoop loop, Object result, ResultLayout results,
            List<Placed> layouts, StrideContext context, boolean oneByOne) {
        this.segment = segment;
        this.plan = plan;
        this.loop = loop;
        this.result = result;
        this.results = results;
        this.layouts = layouts;
        this.context = context;
        this.rendezvous = new Rendezvous(segment, plan.worker(), plan.spin());
        this.arms = oneByOne ? List.of(Steering.ONE_BY_ONE)
                : Steering.arms(layouts.stream().map(Placed::layout).toList(), plan.actors().size(), plan.spin(),
                        plan.arbiter().isEmpty());
    }

    /** Samples until the coordinator asks to stop. */
    void run() {
        boolean leader = plan.worker() == 0;
        Steering steering = new Steering(arms, context.outcomes(), LaunchPlan.random(plan.seed()));
        long sliceStart = System.nanoTime();
        long sliceSamples = 0;
        int chosen = 0;
        if (leader) {
            Cells.putInt(segment.arm(), 0);
        }
        for (int phase = 1;; phase += 2) {
            if (leader) {
                long now = System.nanoTime();
                if (Cells.getIntAcquire(segment.stop()) != 0) {
                    Cells.putInt(segment.arm(), -1);
                } else if (now - sliceStart > Steering.SLICE_NANOS) {
                    steering.learn(chosen, samples - sliceSamples, now - sliceStart);
                    chosen = steering.choose();
                    Cells.putInt(segment.arm(), chosen);
                    sliceStart = now;
                    sliceSamples = samples;
                }
            }
            rendezvous.barrier(phase);
            int arm = Cells.getInt(segment.arm());
            if (arm < 0) {
                return;
            }
            stride(arms.get(arm), phase);
        }
    }

    private void stride(Steering.Arm arm, int phase) {
        Placed placed = layouts.get(arm.layout());
        StateLayout layout = placed.layout();
        context.enter(phase);
        long base = segment.area() + layout.start();
        sweep(arm, placed, base, layout.pitch());
        rendezvous.barrier(phase + 1);
        int actors = plan.actors().size();
        int from = (int) ((long) arm.stride() * plan.worker() / actors);
        int to = (int) ((long) arm.stride() * (plan.worker() + 1) / actors);
        if (context.anyThrown()) {
            tallyOneByOne(placed, from, to);
        } else {
            loop.tally(placed.state(), result, placed.cursor(), base, layout.pitch(), from, to, context);
        }
        if (arm.home() == StateLayout.Home.SHARED) {
            layout.reset(placed.initial(), segment.area(), from, to);
        } else {
            layout.resetHomed(placed.initial(), segment.area(), arm.stride(), arm.home(), plan.worker(), actors);
        }
        samples += arm.stride();
        tallied += to - from;
        Cells.putLongRelease(segment.samples(plan.worker()), tallied);
    }

    private void sweep(Steering.Arm arm, Placed placed, long area, long pitch) {
        long records = segment.records(plan.worker());
        if (arm.window() == 0) {
            loop.act(placed.state(), result, placed.cursor(), area, pitch, 0, arm.stride(), records, context);
            return;
        }
        long last = meeting + Math.ceilDiv(arm.stride(), arm.window()) - 1;
        for (int i = 0; i < arm.stride(); i += arm.window()) {
            if (meeting <= last) {
                switch (rendezvous.meet(meeting++)) {
                    case LAST -> holdBack(arm.delay());
                    case ALONE -> {
                        rendezvous.excuse(last);
                        meeting = last + 1;
                    }
                    case FIRST -> {
                    }
                }
            }
            loop.act(placed.state(), result, placed.cursor(), area, pitch, i,
                    Math.min(arm.stride(), i + arm.window()), records, context);
        }
    }

    private void holdBack(int reads) {
        int sum = 0;
        for (int i = 0; i < reads; i++) {
            sum += Cells.getIntAcquire(segment.quiet());
        }
        spent = sum;
    }

    /** What the delay loop read, so that it is not compiled away. */
    int spent() {
        return spent;
    }

    private void tallyOneByOne(Placed placed, int from, int to) {
        for (int i = from; i < to; i++) {
            List<String> fates = new ArrayList<>();
            for (int actor = 0; actor < plan.actors().size(); actor++) {
                String thrown = context.takeThrown(actor, i);
                if (!thrown.isEmpty()) {
                    fates.add(ActorFate.THREW.id(plan.actors().get(actor), thrown));
                }
            }
            if (fates.isEmpty()) {
                loop.tally(placed.state(), result, placed.cursor(), segment.area() + placed.layout().start(),
                        placed.layout().pitch(), i, i + 1, context);
            } else {
                context.countFate(Fates.id(fates, recordsAsText(i)));
            }
        }
    }

    private List<String> recordsAsText(int index) {
        List<String> values = new ArrayList<>();
        for (ResultLayout.Slot slot : results.slots()) {
            values.add(slot.writer() < 0 ? slot.kind().defaultText() : valueAsText(slot, index));
        }
        return values;
    }

    private String valueAsText(ResultLayout.Slot slot, int index) {
        long address = segment.records(slot.writer()) + (long) index * results.recordBytes(slot.writer())
                + slot.recordOffset();
        return switch (slot.kind().bytes()) {
            case 1 -> slot.kind().text(Cells.getByte(address));
            case 2 -> slot.kind().text(Cells.getShort(address));
            case 4 -> slot.kind() == FieldKind.TEXT ? context.text(slot.writer(), Cells.getInt(address))
                    : slot.kind().text(Cells.getInt(address));
            default -> slot.kind().text(Cells.getLong(address));
        };
    }
}
