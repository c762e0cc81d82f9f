package org.weir.engine;

import org.jspecify.annotations.Nullable;
import org.weir.memory.Construction;
import org.weir.memory.Creation;
import org.weir.memory.Cursor;
import org.weir.memory.Segment;
import org.weir.os.Affinity;
import org.weir.process.ChildContext;
import org.weir.process.ChildRole;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a worker JVM does: obeys the coordinator's frames, one after the other. Public only because the launcher creates
 * it by name.
 */
public final class WorkerRole implements ChildRole {
    private @Nullable WorkerPlan plan;
    private @Nullable LoadedScenario scenario;
    private @Nullable SegmentLayout segment;
    private @Nullable ConstructionReport report;
    private @Nullable MemoryLoop memoryLoop;
    private @Nullable ResourceLoop resourceLoop;
    private @Nullable Residue residue;
    private Path files = Path.of("");

    /** For the launcher. */
    public WorkerRole() {}

    @Override
    public void run(ChildContext context) throws IOException {
        while (true) {
            byte[] frame = context.receive();
            byte[] answer;
            try {
                answer = Frames.of(Frames.OK, obey(context, frame[0], Frames.body(frame)));
            } catch (Throwable t) {
                answer = Frames.of(Frames.FAILED, ResourceLoop.traceOf(t));
            }
            context.send(answer);
        }
    }

    private byte[] obey(ChildContext context, byte order, byte[] body) throws Throwable {
        switch (order) {
            case Frames.PLAN -> takePlan(context, WorkerPlan.decode(body));
            case Frames.CONSTRUCT -> {
                return survey().encode();
            }
            case Frames.MEMORY -> prepareMemory(body);
            case Frames.RUN -> require(memoryLoop).run();
            case Frames.RESOURCE -> resourceLoop = new ResourceLoop(require(plan), require(segment),
                    require(scenario), files, body);
            case Frames.SAMPLE -> {
                return require(resourceLoop).sample(SampleOrder.decode(body)).encode();
            }
            case Frames.ARBITRATE -> {
                return require(resourceLoop).arbitrate(SampleReply.decode(body).values()).encode();
            }
            case Frames.CLOSE -> require(resourceLoop).close(body.length > 0);
            case Frames.RELEASE -> {
                return new byte[]{(byte) (release() ? 1 : 0)};
            }
            default -> throw new IOException("unknown order " + (char) order);
        }
        return new byte[0];
    }

    private void takePlan(ChildContext context, WorkerPlan newPlan) throws Throwable {
        plan = newPlan;
        if (residue != null) {
            // The segment, the CPU and what runs once in a JVM are those of the configuration before.
            scenario = new LoadedScenario(newPlan);
            return;
        }
        residue = new Residue();
        Construction.enterWorker();
        context.realm().members().setName(newPlan.isArbiter() ? "the arbiter" : newPlan.actors().get(newPlan.worker()));
        if (newPlan.cpu() >= 0) {
            Affinity.set(Set.of(newPlan.cpu()));
        }
        Segment shared = context.realm().openSegment(newPlan.segment());
        files = context.realm().directory().resolve(newPlan.segment() + ".files");
        LoadedScenario loaded = new LoadedScenario(newPlan);
        scenario = loaded;
        segment = new SegmentLayout(shared.address(), newPlan.actors().size(), loaded.results().keyWords());
        for (String before : newPlan.beforeWorker()) {
            LoadedScenario.call(loaded.method(before), new Object(), new Object());
        }
    }

    private boolean release() throws IOException {
        require(resourceLoop).release();
        resourceLoop = null;
        report = null;
        scenario = null;
        return require(residue).isNone();
    }

    private ConstructionReport survey() throws Throwable {
        SegmentLayout layout = require(segment);
        Cells.memory().asSlice(layout.area(), SegmentLayout.AREA_BYTES).fill((byte) 0);
        Object state;
        ConstructionReport found;
        byte[] image;
        try (Construction construction = Construction.open(new Cursor(layout.area()), SegmentLayout.AREA_BYTES,
                files.resolve("survey"))) {
            state = require(scenario).construct();
            StateGraph.Report graph = StateGraph.walk(state, construction.objects());
            image = ResourceLoop.read(layout.area(), construction.bytesUsed());
            found = new ConstructionReport(List.copyOf(construction.creations()), graph.paths(),
                    construction.bytesUsed(), ConstructionReport.hash(image), graph.configuration(), graph.memory(),
                    graph.reason(), graph.fixed());
        }
        if (state instanceof AutoCloseable closeable) {
            closeable.close();
            // What closing did to the shared memory is no part of the state that samples begin with.
            MemorySegment.copy(image, 0, Cells.memory(), ValueLayout.JAVA_BYTE, layout.area(), image.length);
        }
        report = found;
        return found;
    }

    private void prepareMemory(byte[] image) throws Throwable {
        WorkerPlan current = require(plan);
        LoadedScenario loaded = require(scenario);
        SegmentLayout layout = require(segment);
        ConstructionReport construction = require(report);
        List<Creation> cells = construction.cells();
        List<StateLayout> layouts = construction.fixed()
                ? List.of(StateLayout.of(cells, construction.used()).getFirst())
                : StateLayout.of(cells, construction.used());
        List<MemoryLoop.Placed> placed = new ArrayList<>();
        for (StateLayout each : layouts) {
            Cursor cursor = new Cursor(layout.area() + each.start());
            try (Construction _ = Construction.repeat(cursor, cells,
                    each.offsets().stream().mapToLong(Long::longValue).toArray(), files)) {
                placed.add(new MemoryLoop.Placed(each, loaded.construct(), cursor, each.initial(cells, image)));
            }
            each.reset(placed.getLast().initial(), layout.area(), 0, each.maxStride());
        }
        GeneratedLoop loop = new LoopGenerator(loaded.type(), loaded.resultType(), loaded.results())
                .generate(current.worker(), loaded.actor(current.worker()), loaded.arbiter());
        StrideContext context = new StrideContext(layout, current.worker(), current.arbiter(),
                loaded.results().defaults(), System.err);
        memoryLoop = new MemoryLoop(layout, current, loop, loaded.newResult(), loaded.results(), placed, context,
                construction.fixed());
    }

    private static <T> T require(@Nullable T value) throws IOException {
        return Optional.ofNullable(value).orElseThrow(() -> new IOException("an order came too early"));
    }
}
