package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.process.ProcessPool;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.stress.program.Program;
import org.weir.stress.program.WorkerPool;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A task of a pool returns, or throws, an object that its caller cannot deserialise.
 *
 * <p>
 * In {@code multiprocessing.Pool} the thread that receives results dies of it, and from then on every future of the pool hangs;
 * an exception whose constructor takes other arguments than its {@code args} is enough. Here such a future fails by itself, and
 * the others are as before.
 *
 * <p>
 * One sample is five futures in flight at once in one pool of two workers, the second and the fourth of them unreadable, and a
 * sixth afterwards. The pool lives on from one sample to the next.
 *
 * <pre>{@code
 * ./weir run ResultCannotBeRead
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("12s")
@Description("A result, or an exception, that the caller cannot deserialise fails its own future and no other.")
@Ref("multiprocessing/pool.py, _handle_results; bpo-9400, bpo-37287: exceptions that do not unpickle (S27)")
@Claim(id = "S27", value = "A result or exception that the caller cannot read fails its own future; the pool goes on.", held = "(result|exception): kept failed kept failed kept, goes on")
@Outcome(id = "(result|exception): kept failed kept failed kept, goes on", expect = ACCEPTABLE, desc = "Two futures failed, the three beside them and a later one succeeded.")
@Outcome(expect = FORBIDDEN, desc = "A future hung, one of the others failed, or the pool was of no use any more.")
public class ResultCannotBeRead {
    private static final int FUTURES = 5;

    final String what;

    public ResultCannotBeRead(@Param({"result", "exception"}) String what) {
        this.what = what;
    }

    @BeforeWorker
    static void open() throws IOException, InterruptedException {
        Program.open();
        Program.prepare(() -> WorkerPool.open(2));
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        boolean thrown = what.equals("exception");
        r.r1 = what + ": " + Program.run(() -> use(thrown));
    }

    private static String use(boolean thrown) throws Exception {
        ProcessPool pool = WorkerPool.get();
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < FUTURES; i++) {
            int number = i;
            futures.add(i % 2 == 0 ? pool.submit(() -> number) : pool.submit(() -> unreadable(thrown)));
        }
        List<String> fates = new ArrayList<>();
        for (int i = 0; i < FUTURES; i++) {
            try {
                fates.add(Integer.valueOf(i).equals(futures.get(i).get(6, TimeUnit.SECONDS)) ? "kept" : "succeeded");
            } catch (ExecutionException e) {
                fates.add("failed");
            }
        }
        return String.join(" ", fates) + (pool.submit(() -> 42).get(6, TimeUnit.SECONDS) == 42 ? ", goes on"
                : ", is of no use");
    }

    private static Unreadable unreadable(boolean thrown) throws Unreadable {
        if (thrown) {
            throw new Unreadable();
        }
        return new Unreadable();
    }

    /** Can be written and not read. */
    private static final class Unreadable extends Exception {
        @Serial
        private static final long serialVersionUID = 1;

        @Serial
        private void readObject(ObjectInputStream in) throws IOException {
            throw new NotSerializableException("of no class that the reader knows");
        }
    }
}
