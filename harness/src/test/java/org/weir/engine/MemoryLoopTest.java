package org.weir.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.weir.memory.Construction;
import org.weir.memory.Creation;
import org.weir.memory.Cursor;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioReader;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

class MemoryLoopTest {

    /** The smallest object has 16 bytes; a deoptimisation now and then may allocate some hundred. */
    @Test
    void shouldAllocateNothingInTheSteadyLoop() throws Exception {
        Reading.Valid valid = (Reading.Valid) ScenarioReader.read(Fixtures.NeverTwo.class);
        WorkerPlan plan = WorkerPlan.of(valid.model().configurations().getFirst(), 0, "", -1, true, 1,
                Duration.ofSeconds(10).toNanos());
        LoadedScenario scenario = new LoadedScenario(plan);
        SegmentLayout sized = new SegmentLayout(0, 1, scenario.results().keyWords());
        SegmentLayout segment = new SegmentLayout(Arena.global().allocate(sized.bytes(), 4096).address(), 1,
                scenario.results().keyWords());
        MemoryLoop loop = loop(plan, scenario, segment);
        Thread worker = Thread.ofPlatform().daemon().start(loop::run);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

        awaitSamples(segment, 2_000_000);
        long before = threads.getThreadAllocatedBytes(worker.threadId());
        long samplesBefore = Cells.getLongAcquire(segment.samples(0));
        awaitSamples(segment, samplesBefore + 2_000_000);
        long after = threads.getThreadAllocatedBytes(worker.threadId());
        Cells.putIntVolatile(segment.stop(), 1);
        worker.join(Duration.ofSeconds(20));

        assertTrue(!worker.isAlive());
        assertTrue(after - before < 2_000, (after - before) + " bytes allocated during 2,000,000 samples");
    }

    private static void awaitSamples(SegmentLayout segment, long samples) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> Cells.getLongAcquire(segment.samples(0)) >= samples);
    }

    private static MemoryLoop loop(WorkerPlan plan, LoadedScenario scenario, SegmentLayout segment)
            throws IOException {
        Cursor cursor = new Cursor(segment.area());
        try (Construction construction = Construction.open(cursor, StateLayout.PACKED_ROOM, Path.of(""))) {
            Object state = scenario.construct();
            List<Creation> cells = List.copyOf(construction.creations());
            byte[] image = ResourceLoop.read(segment.area(), construction.bytesUsed());
            StateLayout layout = StateLayout.of(cells, construction.bytesUsed()).getFirst();
            MemoryLoop.Placed placed = new MemoryLoop.Placed(layout, state, cursor, layout.initial(cells, image));
            layout.reset(placed.initial(), segment.area(), 0, layout.maxStride());
            GeneratedLoop loop = new LoopGenerator(scenario.type(), scenario.resultType(), scenario.results())
                    .generate(0, scenario.actor(0), scenario.arbiter());
            return new MemoryLoop(segment, plan, loop, scenario.newResult(), scenario.results(), List.of(placed),
                    new StrideContext(segment, 0, "", List.of(), System.err), false);
        } catch (Throwable t) {
            throw new IOException(t);
        }
    }
}
