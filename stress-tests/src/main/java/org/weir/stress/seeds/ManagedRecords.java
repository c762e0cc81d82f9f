package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.manager.Manager;
import org.weir.manager.ManagerServer;
import org.weir.memory.SharedFile;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Param;
import org.weir.scenario.Speed;
import org.weir.scenario.Sweep;
import org.weir.sync.ProcessEvent;

import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/**
 * A list in a manager's server: one process inserts a record, and another one prints them all, after it or at the same
 * time.
 *
 * <p>
 * In sequence, as the document does it, the printer sees the new record: the insertion has been done in the server when
 * {@code append} returns. At once, it sees three records or four. Never half a record: the server does one thing after
 * the other.
 *
 * <pre>{@code
 * ./weir run ManagedRecords
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE)
@Deadline("20s")
@Description("One process inserts into a manager's list, another prints it: in sequence always the new record, at once maybe.")
@Claim(id = "SD03", value = "The printer, run after the inserter, prints the new record.", held = {
        "in sequence, Sam Adam Kevin Jeff", "at once, .*"})
@Claim(id = "SD03-at-once", value = "The printer, run beside the inserter, prints the new record.", held = {
        "in sequence, .*", "at once, Sam Adam Kevin Jeff"})
@Sweep(param = "order", label = "the new record was printed", of = ".*Jeff")
@Ref("seed 000, Multiprocessing in Python, Part 2: records = manager.list(...) (SD03)")
@Outcome(id = {"in sequence, Sam Adam Kevin Jeff",
        "at once, Sam Adam Kevin Jeff"}, expect = ACCEPTABLE, desc = "All four records.")
@Outcome(id = "at once, Sam Adam Kevin", expect = ACCEPTABLE_INTERESTING, desc = "The printer came before the insertion.")
@Outcome(expect = FORBIDDEN, desc = "The record was inserted before, and is not there.")
public class ManagedRecords implements AutoCloseable {
    final SharedFile address = SharedFile.absent();
    final ProcessEvent inserted = ProcessEvent.create();
    private final Order order;
    private Optional<ManagerServer> server = Optional.empty();

    /** How the two processes follow each other. */
    public enum Order {
        IN_SEQUENCE, AT_ONCE
    }

    /** @param order how the two processes follow each other */
    public ManagedRecords(@Param Order order) {
        this.order = order;
    }

    @BeforeSample
    void serve() throws IOException {
        server = Optional.of(RecordServer.serve(address.path()));
    }

    @Actor
    public void inserter() {
        try (Manager manager = RecordServer.connect(address.path())) {
            manager.make("records", Records.class).insert("Jeff");
            inserted.set();
        }
    }

    @Actor
    public void printer(LL_Result r) throws InterruptedException {
        try (Manager manager = RecordServer.connect(address.path())) {
            Records records = manager.make("records", Records.class);
            if (order == Order.IN_SEQUENCE) {
                inserted.await();
            }
            r.r1 = order.name().toLowerCase(Locale.ROOT).replace('_', ' ');
            r.r2 = records.print();
        }
    }

    @Override
    public void close() throws IOException {
        if (server.isPresent()) {
            server.get().close();
        }
    }
}
