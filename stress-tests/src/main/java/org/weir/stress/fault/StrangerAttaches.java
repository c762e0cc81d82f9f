package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedMemory;
import org.weir.process.JvmProcess;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;

import java.io.IOException;

/**
 * A process attaches shared memory that another one made, closes it, and ends. Is it still there for the others?
 *
 * <p>
 * In {@code multiprocessing.shared_memory} the resource tracker of the process that only attached unlinks the segment when that
 * process ends (bpo-38119; an argument {@code track=False} came with Python 3.13). Here only the owner unlinks.
 *
 * <p>
 * One sample is one stranger, a fresh JVM; the owner is a program that lives on.
 *
 * <pre>{@code
 * ./weir run StrangerAttaches
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("12s")
@Description("A process that attaches shared memory and ends leaves it to the others: only the owner unlinks it.")
@Ref("bpo-38119: resource tracker destroys shared memory segments when other processes should still have valid access (S28)")
@Claim(id = "S28", value = "Shared memory outlives a process that had only attached it.", held = "still there")
@Outcome(id = "still there", expect = ACCEPTABLE, desc = "A third look found it, and what it held.")
@Outcome(expect = FORBIDDEN, desc = "The stranger took it along.")
public class StrangerAttaches {
    private static final byte MARK = 42;

    @BeforeWorker
    static void open() throws IOException {
        Program.open();
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        r.r1 = Program.run(StrangerAttaches::use);
    }

    private static String use() throws Exception {
        try (SharedMemory memory = SharedMemory.create(4096)) {
            memory.buffer().put(0, MARK);
            JvmProcess stranger = JvmProcess.of(StrangerAttaches::attach, memory.name()).start();
            stranger.join();
            try (SharedMemory again = SharedMemory.attach(memory.name())) {
                return again.buffer().get(0) == MARK && stranger.exitCode().orElse(1) == 0 ? "still there"
                        : "changed, or not attached";
            } finally {
                memory.unlink();
            }
        }
    }

    private static void attach(String name) throws IOException {
        SharedMemory.attach(name).close();
    }
}
