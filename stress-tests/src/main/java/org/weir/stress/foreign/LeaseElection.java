package org.weir.stress.foreign;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;

/**
 * A leader election as it is often written: a file holds who leads and until when by the wall clock; whoever finds the time over
 * takes the file. The leader checks its lease, is stopped, and goes on.
 *
 * <p>
 * The lease ends while its holder stands still, the other one takes it, rightly, and the first one finishes what it had begun:
 * two leaders. A garbage collection, a virtual machine that is moved, a laptop that sleeps do what SIGSTOP does here. Checking
 * once more helps as little, because there is always an instant after the check; what helps is that the resource refuses the
 * late one (a fencing token), or that the right ends with the process (a file lock).
 *
 * <p>
 * Observed: two leaders in every sample in which the stop hit.
 *
 * <pre>{@code
 * ./weir run LeaseElection
 * }</pre>
 */
@MultiJvmTest(weight = 4)
@Fault(kind = FaultKind.STOP, actor = "first", point = "checked", resumeAfter = "200ms")
@Deadline("4s")
@Description("A leader whose lease is by the wall clock is stopped between its check and its work: two leaders.")
@Ref("Martin Kleppmann, How to do distributed locking")
@Claim(id = "F-lease", value = "A lease in a file makes sure that one process leads at a time.", held = "one leader")
@Outcome(id = "two leaders", expect = ACCEPTABLE_INTERESTING, desc = "The first one works under a lease that is over.")
@Outcome(id = "one leader", expect = ACCEPTABLE, desc = "The stop came to nothing.")
@MustObserve("two leaders")
public class LeaseElection {
    private static final long LEASE_MILLIS = 20;

    private final SharedFile lease = SharedFile.create();
    private final SharedInt leads = SharedInt.create();
    private final SharedInt over = SharedInt.create();

    @Actor
    public void first(L_Result r) throws IOException {
        renew("first");
        leads.set(1);
        if (holds("first")) {
            Faults.point("checked");
            r.r1 = leads.get() == 2 && over.get() == 0 ? "two leaders" : "one leader";
        } else {
            r.r1 = "one leader";
        }
        over.set(1);
    }

    @Actor
    public void second() throws IOException {
        while (leads.get() == 0 || !isFree()) {
            LockSupport.parkNanos(1_000_000);
        }
        renew("second");
        leads.set(2);
        while (over.get() == 0) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private void renew(String who) throws IOException {
        Files.writeString(lease.path(), who + " " + (System.currentTimeMillis() + LEASE_MILLIS));
    }

    private boolean holds(String who) throws IOException {
        return Files.readString(lease.path()).startsWith(who);
    }

    private boolean isFree() throws IOException {
        String text = Files.readString(lease.path());
        return !text.isEmpty() && Long.parseLong(text.substring(text.indexOf(' ') + 1)) < System.currentTimeMillis();
    }
}
