package org.weir.stress.foreign;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedDirectory;
import org.weir.memory.SharedInt;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;

/**
 * Two processes each add 1 to a row of an SQLite database in WAL mode forty times: they read it, add, and write it, in one
 * transaction each time, or in two.
 *
 * <p>
 * Which kind of transaction decides. A {@code deferred} one, the default, takes no lock when it reads; when it comes to write and
 * somebody has written since, SQLite refuses it ({@code SQLITE_BUSY_SNAPSHOT}, no waiting helps). Code that answers by writing
 * again in a fresh transaction what it had computed from the old one loses the other's update, silently. An {@code immediate}
 * transaction takes the writer's lock before it reads, and loses nothing.
 *
 * <p>
 * Observed: updates were lost in most samples of {@code deferred}, and in none of {@code immediate}.
 *
 * <pre>{@code
 * ./weir run SqliteLostUpdate
 * }</pre>
 */
@MultiJvmTest(weight = 4)
@Deadline("8s")
@Description("Two processes read, add and write a row of SQLite: with deferred transactions and a retry updates are lost, with immediate ones none.")
@Ref("SQLite, Transactions: deferred and immediate; Write-Ahead Logging: SQLITE_BUSY_SNAPSHOT")
@Claim(id = "F-sqlite-update", value = "With immediate transactions no update is lost.", held = "immediate: exact")
@Comparison(group = "lost updates in SQLite", label = "deferred and immediate transactions", of = ".*: lost")
@Outcome(id = "immediate: exact", expect = ACCEPTABLE, desc = "Eighty updates, eighty counted.")
@Outcome(id = "deferred: exact", expect = ACCEPTABLE, desc = "This time they did not meet.")
@Outcome(id = "deferred: lost", expect = ACCEPTABLE_INTERESTING, desc = "One wrote over what the other had written since it had read.")
@Outcome(expect = FORBIDDEN, desc = "An update was lost although the transaction was immediate.")
@MustObserve("immediate: exact|deferred: lost")
public class SqliteLostUpdate {
    private static final int TIMES = 40;

    private final SharedDirectory directory = SharedDirectory.create();
    private final SharedInt ready = SharedInt.create();
    private final String kind;

    public SqliteLostUpdate(@Param({"deferred", "immediate"}) String kind) {
        this.kind = kind;
    }

    @BeforeWorker
    static void loadTheDriver() throws SQLException {
        DriverManager.getConnection("jdbc:sqlite::memory:").close();
    }

    @BeforeSample
    void create() throws SQLException {
        Database.create(file());
    }

    @Actor
    public void first() throws SQLException {
        increment();
    }

    @Actor
    public void second() throws SQLException {
        increment();
    }

    @Arbiter
    public void parent(L_Result r) throws SQLException {
        try (Connection connection = Database.open(file())) {
            r.r1 = kind + ": " + (Database.read(connection) == 2 * TIMES ? "exact" : "lost");
        }
    }

    private Path file() {
        return directory.path().resolve("counter.db");
    }

    private void increment() throws SQLException {
        try (Connection connection = Database.open(file())) {
            // Who is there first waits for the other one, or is done before that has begun.
            ready.getAndAdd(1);
            while (ready.get() < 2) {
                LockSupport.parkNanos(10_000);
            }
            for (int i = 0; i < TIMES; i++) {
                Database.execute(connection, "begin " + kind);
                String write = "update counter set n = " + (Database.read(connection) + 1);
                try {
                    Database.execute(connection, write);
                    Database.execute(connection, "commit");
                } catch (SQLException busy) {
                    Database.execute(connection, "rollback");
                    Database.execute(connection, write);
                }
            }
        }
    }
}
