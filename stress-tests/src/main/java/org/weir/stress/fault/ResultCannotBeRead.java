package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedDirectory;
import org.weir.process.ProcessPool;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;

import java.io.IOException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * A task of a pool returns, or throws, an object that its caller cannot deserialise.
 *
 * <p>
 * In {@code multiprocessing.Pool} the thread that receives results dies of it, and from then on every future of the pool hangs;
 * an exception whose constructor takes other arguments than its {@code args} is enough. Here that one future fails, and the
 * others are as before.
 *
 * <p>
 * Observed: always.
 *
 * <pre>{@code
 * ./weir run ResultCannotBeRead
 * }</pre>
 */
@MultiJvmTest
@Deadline("12s")
@Description("A result, or an exception, that the caller cannot deserialise fails its own future and no other.")
@Ref("multiprocessing/pool.py, _handle_results; bpo-9400, bpo-37287: exceptions that do not unpickle (S27)")
@Claim(id = "S27", value = "A result or exception that the caller cannot read fails its own future; the pool goes on.", held = ".*: failed, goes on")
@Outcome(id = ".*: failed, goes on", expect = ACCEPTABLE, desc = "One future failed, the next succeeded.")
@Outcome(expect = FORBIDDEN, desc = "The future hung or succeeded, or the pool was of no use any more.")
public class ResultCannotBeRead {
    final SharedDirectory directory = SharedDirectory.create();
    final String what;

    public ResultCannotBeRead(@Param({"result", "exception"}) String what) {
        this.what = what;
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        boolean thrown = what.equals("exception");
        r.r1 = what + ": " + Program.run(directory, _ -> use(thrown));
    }

    private static String use(boolean thrown) throws Exception {
        try (ProcessPool pool = ProcessPool.of(1)) {
            Future<?> future = pool.submit(() -> {
                if (thrown) {
                    throw new Unreadable();
                }
                return new Unreadable();
            });
            String fate = "succeeded";
            try {
                future.get(6, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                fate = "failed";
            }
            return fate + (pool.submit(() -> 42).get(6, TimeUnit.SECONDS) == 42 ? ", goes on" : ", is of no use");
        }
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
