package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.process.BrokenPoolException;
import org.weir.process.ProcessPool;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * The initializer of a pool's workers throws.
 *
 * <p>
 * In {@code multiprocessing.Pool} the worker ends, another one is started in its place, whose initializer throws, and so on
 * without an end and without a word to whoever waits for a result. Here the pool is broken, and every future fails with the
 * cause.
 *
 * <p>
 * One sample is one pool, made in a program that lives on; its worker is a fresh JVM.
 *
 * <pre>{@code
 * ./weir run PoolInitializerThrows
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("12s")
@Description("The initializer of a pool throws: its futures fail, with the cause, and no worker is started over and over.")
@Ref("multiprocessing/pool.py, _maintain_pool: a worker that ended is replaced (S26)")
@Claim(id = "S26", value = "When a pool's initializer throws, the pool is broken and its futures fail with the cause.", held = "broken, with the cause")
@Outcome(id = "broken, with the cause", expect = ACCEPTABLE, desc = "The exception of the initializer is in the chain of causes.")
@Outcome(expect = FORBIDDEN, desc = "The future hung, succeeded, or did not say why.")
public class PoolInitializerThrows {
    @BeforeWorker
    static void open() throws IOException {
        Program.open();
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        r.r1 = Program.run(PoolInitializerThrows::use);
    }

    private static String use() throws Exception {
        try (ProcessPool pool = ProcessPool.builder().workers(1).initializer(PoolInitializerThrows::fail).open()) {
            pool.submit(() -> 42).get(6, TimeUnit.SECONDS);
            return "succeeded";
        } catch (BrokenPoolException | ExecutionException e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                if (String.valueOf(cause.getMessage()).contains("no licence")) {
                    return "broken, with the cause";
                }
            }
            return "broken, without the cause: " + e;
        }
    }

    private static void fail() {
        throw new IllegalStateException("no licence");
    }
}
