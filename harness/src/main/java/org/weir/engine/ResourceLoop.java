package org.weir.engine;

import org.jspecify.annotations.Nullable;
import org.weir.memory.Construction;
import org.weir.memory.Cursor;
import org.weir.memory.FaultPoint;
import org.weir.os.OsException;
import org.weir.os.Processes;
import org.weir.os.Signal;
import org.weir.scenario.FaultPoints;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * One worker's part in the samples of a resource scenario.
 *
 * <p>
 * The workers construct the state by turns, each on zeroed memory, because a constructor may lock or count; the last one
 * copies the agreed image over it, the first one then runs what has to run before the sample and fixes the moment at
 * which all actors start. A turn that does not come within the deadline and the time for construction ends the sample with
 * an error, for it means that a peer died or hangs, which the coordinator sees for itself.
 */
final class ResourceLoop {
    private static final long LEAD_NANOS = 100_000;
    private static final long LEAD_WITHOUT_CPU_NANOS = 1_000_000;
    private static final long SPIN_NANOS = 200_000;

    private final WorkerPlan plan;
    private final SegmentLayout segment;
    private final LoadedScenario scenario;
    private final Path files;
    private final byte[] image;
    private final Optional<Method> actor;
    private final Optional<Method> arbiter;
    private final EventLog events;
    private final FaultPoints.Installation points;
    private volatile boolean acting;
    private volatile @Nullable SampleOrder armed;
    private @Nullable Object state;

    ResourceLoop(WorkerPlan plan, SegmentLayout segment, LoadedScenario scenario, Path files, byte[] image)
            throws NoSuchMethodException {
        this.plan = plan;
        this.segment = segment;
        this.scenario = scenario;
        this.files = files;
        this.image = image.clone();
        this.actor = plan.isArbiter() ? Optional.empty() : Optional.of(scenario.actor(plan.worker()));
        this.arbiter = scenario.arbiter();
        this.events = segment.events(plan.worker());
        this.points = FaultPoints.install(this::reached);
    }

    /** Stops listening to the points that the scenario's code passes. */
    void release() {
        points.close();
    }

    private void reached(String point) {
        if (acting) {
            events.instant(EventLog.Operation.POINT, point);
        }
        SampleOrder order = armed;
        if (order == null || !order.point().equals(point)) {
            return;
        }
        armed = null;
        Signal signal = Signal.of(order.signal()).orElseThrow();
        events.instant(EventLog.Operation.FAULT, signal.name());
        Cells.putIntVolatile(segment.selfFault(plan.worker()), FaultAgenda.STRUCK);
        try {
            Processes.send(Processes.pid(), signal);
            long giveUp = System.nanoTime() + plan.deadlineNanos();
            // A signal to a whole process may reach this thread a little later than the call returns.
            while (signal == Signal.SIGSTOP && System.nanoTime() - giveUp < 0
                    && Cells.getIntVolatile(segment.selfFault(plan.worker())) == FaultAgenda.STRUCK) {
                Thread.onSpinWait();
            }
        } catch (OsException e) {
            throw new IllegalStateException("the fault at the point " + point + " could not be done", e);
        }
    }

    /** Of the primitives' own points only the one counts at which a fault is due: there are many a microsecond. */
    private void reachedInside(String point) {
        SampleOrder order = armed;
        if (order != null && order.point().equals(point)) {
            reached(point);
        }
    }

    SampleReply sample(SampleOrder order) throws Throwable {
        long giveUp = System.nanoTime() + plan.deadlineNanos() + ResourceSampler.CONSTRUCTION.toNanos();
        Path directory = files.resolve("s" + order.number());
        awaitTurn(plan.worker(), giveUp);
        long hash = construct(directory, order);
        boolean last = plan.worker() == order.participants() - 1;
        if (last) {
            Cells.memory().asSlice(segment.area(), Math.max(1, image.length)).fill((byte) 0);
            MemorySegment.copy(image, 0, Cells.memory(), ValueLayout.JAVA_BYTE, segment.area(), image.length);
        }
        Cells.putIntVolatile(segment.turn(), plan.worker() + 1);
        if (plan.worker() == 0) {
            awaitTurn(order.participants(), giveUp);
            for (String before : plan.beforeSample()) {
                LoadedScenario.call(scenario.method(before), current(), new Object());
            }
            long lead = plan.spin() ? LEAD_NANOS : LEAD_WITHOUT_CPU_NANOS;
            Cells.putLong(segment.startNanos(), System.nanoTime() + lead);
            Cells.putIntVolatile(segment.turn(), order.participants() + 1);
        }
        if (actor.isEmpty()) {
            return new SampleReply(List.of(), "", "", hash);
        }
        awaitTurn(order.participants() + 1, giveUp);
        return act(order, hash);
    }

    private long construct(Path directory, SampleOrder order) throws Throwable {
        Cells.memory().asSlice(segment.area(), Math.max(1, image.length)).fill((byte) 0);
        try (Construction construction = Construction.open(new Cursor(segment.area()), SegmentLayout.AREA_BYTES,
                directory)) {
            state = scenario.construct();
            return order.check() ? ConstructionReport.hash(read(segment.area(), construction.bytesUsed())) : 0;
        }
    }

    static byte[] read(long address, long bytes) {
        byte[] copy = new byte[Math.toIntExact(bytes)];
        MemorySegment.copy(Cells.memory(), ValueLayout.JAVA_BYTE, address, copy, 0, copy.length);
        return copy;
    }

    private SampleReply act(SampleOrder order, long hash) throws ReflectiveOperationException {
        Object result = scenario.newResult();
        armed = order.point().isEmpty() ? null : order;
        String thrown = "";
        String trace = "";
        acting = true;
        waitUntil(Cells.getLongAcquire(segment.startNanos()) + order.skewNanos());
        int slot = events.begin(EventLog.Operation.ACTOR, "");
        try (FaultPoint.Installation _ = order.point().isEmpty() ? () -> {} : FaultPoint.install(this::reachedInside)) {
            LoadedScenario.call(actor.orElseThrow(), current(), result);
        } catch (Throwable t) {
            thrown = t.getClass().getName();
            trace = traceOf(t);
        }
        events.end(slot);
        acting = false;
        armed = null;
        return new SampleReply(ResultObject.values(result, scenario.results()), thrown, trace, hash);
    }

    private static void waitUntil(long nanos) {
        while (true) {
            long left = nanos - System.nanoTime();
            if (left <= 0) {
                return;
            }
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private void awaitTurn(int turn, long giveUp) throws TimeoutException {
        int spins = 0;
        while (Cells.getIntVolatile(segment.turn()) != turn) {
            if (Cells.getIntVolatile(segment.abort()) != 0) {
                throw new TimeoutException("the coordinator gave the sample up");
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("turn " + turn + " of the construction did not come: it stands at "
                        + Cells.getIntVolatile(segment.turn()));
            }
            if (++spins > 1000) {
                LockSupport.parkNanos(20_000);
            }
        }
    }

    SampleReply arbitrate(List<String> values) throws ReflectiveOperationException {
        Object result = scenario.newResult();
        ResultObject.set(result, scenario.results(), values);
        int slot = events.begin(EventLog.Operation.ARBITER, "");
        try {
            LoadedScenario.call(arbiter.orElseThrow(), current(), result);
        } catch (Throwable t) {
            return new SampleReply(values, t.getClass().getName(), traceOf(t), 0);
        } finally {
            events.end(slot);
        }
        return new SampleReply(ResultObject.values(result, scenario.results()), "", "", 0);
    }

    /** Ends the sample in this JVM. */
    void close(boolean runAfterSample) throws Throwable {
        Object ending = state;
        state = null;
        if (ending == null) {
            return;
        }
        if (runAfterSample) {
            for (String after : plan.afterSample()) {
                LoadedScenario.call(scenario.method(after), ending, new Object());
            }
        }
        if (ending instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }

    private Object current() {
        Object constructed = state;
        if (constructed == null) {
            throw new IllegalStateException("no state was constructed for this sample");
        }
        return constructed;
    }

    static String traceOf(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

}
