package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.os.Processes;
import org.weir.os.Signal;
import org.weir.process.ProcessPool;
import org.weir.process.WorkerDiedException;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;
import org.weir.stress.program.WorkerPool;

import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A worker of a pool is killed: while it has nothing to do, while it runs a task, or while it writes the task's result. What
 * becomes of the task, and of the pool?
 *
 * <p>
 * In {@code multiprocessing.Pool} nobody knows which worker had which task: a new worker is started, the result never comes, and
 * {@code get()} waits for ever; one that was idle died with the lock of the task queue. Here that one future fails, with how the
 * worker ended, and the pool goes on.
 *
 * <p>
 * One sample is one death; the pool lives on, with the worker that took the place of the dead one.
 *
 * <pre>{@code
 * ./weir run PoolWorkerKilled
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("12s")
@Description("A worker of a pool is killed: the future of its task fails, and the pool goes on.")
@Ref("multiprocessing/pool.py: a worker that died is replaced, its task is not (S25)")
@Claim(id = "S25", value = "When a pool's worker is killed, the future of its task fails, the others are kept, and the pool goes on.", held = ".*: (failed|nothing to fail), goes on")
@Outcome(id = "idle: nothing to fail, goes on|(running|writing): failed, goes on", expect = ACCEPTABLE, desc = "Told of the death; later tasks ran.")
@Outcome(expect = FORBIDDEN, desc = "The future hung, or the pool was of no use any more.")
@MustObserve(".*, goes on")
public class PoolWorkerKilled {
    final String when;

    public PoolWorkerKilled(@Param({"idle", "running", "writing"}) String when) {
        this.when = when;
    }

    @BeforeWorker
    static void open() throws IOException, InterruptedException {
        Program.open();
        Program.prepare(() -> WorkerPool.open(1));
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        String moment = when;
        r.r1 = moment + ": " + Program.run(() -> use(moment));
    }

    private static String use(String when) throws Exception {
        ProcessPool pool = WorkerPool.get();
        String fate = when.equals("idle") ? killIdle(pool) : killBusy(pool, when);
        return fate + (pool.submit(() -> 42).get(6, TimeUnit.SECONDS) == 42 ? ", goes on" : ", is of no use");
    }

    private static String killIdle(ProcessPool pool) throws Exception {
        pool.apply(() -> 1);
        pool.processes().getFirst().kill();
        return "nothing to fail";
    }

    private static String killBusy(ProcessPool pool, String when) throws Exception {
        Future<?> future = when.equals("running") ? pool.submit(PoolWorkerKilled::die)
                : pool.submit(() -> new KillsItsWriter());
        try {
            future.get(6, TimeUnit.SECONDS);
            return "succeeded";
        } catch (ExecutionException e) {
            return e.getCause() instanceof WorkerDiedException ? "failed" : String.valueOf(e.getCause());
        }
    }

    private static void die() {
        try {
            Processes.send(Processes.pid(), Signal.SIGKILL);
            while (true) {
                LockSupport.park();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A result whose process dies while it is being encoded. */
    private static final class KillsItsWriter implements Serializable {
        @Serial
        private static final long serialVersionUID = 1;

        @Serial
        private Object writeReplace() {
            die();
            return this;
        }
    }
}
