package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.Z_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessEvent;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A process waits for an event; another one sets it and clears it at once. What does the wait return?
 *
 * <p>
 * In {@code multiprocessing} the waiter, once woken, looks at the flag again: it was cleared in between, and a {@code wait()}
 * without a timeout returns {@code False}, which its document says it never does. Here a wait that the event was set in has seen
 * it set.
 *
 * <p>
 * The setter goes on setting and clearing until the waiter says that it is through: sets from before the wait must not wake it, and one
 * from within it must.
 *
 * <p>
 * Observed: always {@code true}.
 *
 * <pre>{@code
 * ./weir run EventSetThenCleared
 * }</pre>
 */
@MultiJvmTest
@Deadline("3s")
@Description("An event is set and cleared at once while another process waits for it: the wait is over, and true.")
@Ref("multiprocessing/synchronize.py, Event.wait: it returns the flag as it is after it was woken (S15)")
@Claim(id = "S15", value = "A wait in which the event was set returns true, though it was cleared at once.", held = "true")
@Outcome(id = "true", expect = ACCEPTABLE, desc = "The set was seen.")
@Outcome(id = "false", expect = FORBIDDEN, desc = "The set was forgotten.")
public class EventSetThenCleared {
    private static final long PAUSE_NANOS = 200_000;

    protected final ProcessEvent event = ProcessEvent.create();
    final SharedInt through = SharedInt.create();

    @Actor
    public void waiter(Z_Result r) throws InterruptedException {
        r.r1 = await();
        through.set(1);
    }

    @Actor
    public void setter() {
        while (through.get() == 0) {
            event.set();
            event.clear();
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Waits until the event is set, for long enough. */
    protected boolean await() throws InterruptedException {
        return event.await(Duration.ofSeconds(2));
    }
}
