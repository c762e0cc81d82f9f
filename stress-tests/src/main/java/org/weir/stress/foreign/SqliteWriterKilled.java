package org.weir.stress.foreign;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.memory.SharedDirectory;
import org.weir.memory.SharedInt;
import org.weir.scenario.BeforeSample;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.stress.fault.Victim;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/**
 * A process that commits one update after the other to an SQLite database in WAL mode is killed somewhere among them. What does
 * the next one find?
 *
 * <p>
 * Everything that was committed, perhaps the commit during which it died, and nothing else; the database is whole
 * ({@code pragma integrity_check}), and can be written at once, because SQLite's locks are the kernel's and go with the process.
 *
 * <p>
 * It is what SQLite promises of the death of an application; a loss of power, for which {@code synchronous} matters, is not tried
 * here.
 *
 * <p>
 * Observed: always.
 *
 * <pre>{@code
 * ./weir run SqliteWriterKilled
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "victim", point = Victim.POINT)
@Deadline("8s")
@Description("A writer of SQLite is killed in the middle of its commits: what was committed is there, whole, and others can write.")
@Ref("SQLite, Atomic Commit In SQLite; Write-Ahead Logging")
@Claim(id = "F-sqlite-kill", value = "A writer that is killed loses nothing that it had committed.", held = "killed(victim,SIGKILL): all committed, ok")
@Outcome(id = "killed(victim,SIGKILL): all committed, ok", expect = ACCEPTABLE, desc = "And the database is whole and can be written.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "A commit was lost, or the database was damaged or locked.")
@MustObserve("killed(victim,SIGKILL): all committed, ok")
public class SqliteWriterKilled {
    private final SharedDirectory directory = SharedDirectory.create();
    private final Victim victim = new Victim();
    private final SharedInt committed = SharedInt.create();

    @BeforeWorker
    static void loadTheDriver() throws SQLException {
        DriverManager.getConnection("jdbc:sqlite::memory:").close();
    }

    @BeforeSample
    void create() throws SQLException {
        Database.create(file());
    }

    @Actor
    public void victim() throws SQLException {
        victim.dieSoon(Duration.ofMillis(10), () -> committed.get() > 0);
        try (Connection connection = Database.open(file())) {
            while (true) {
                Database.execute(connection, "update counter set n = n + 1");
                committed.getAndAdd(1);
            }
        }
    }

    @Actor
    public void next(LL_Result r) throws SQLException {
        victim.awaitDeath();
        try (Connection connection = Database.open(file())) {
            int surely = committed.get();
            int found = Database.read(connection);
            r.r1 = found == surely || found == surely + 1 ? "all committed" : surely + " committed, found " + found;
            Database.execute(connection, "update counter set n = 0");
            r.r2 = Database.check(connection);
        }
    }

    private Path file() {
        return directory.path().resolve("counter.db");
    }
}
