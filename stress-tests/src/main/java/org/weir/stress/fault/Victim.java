package org.weir.stress.fault;

import org.weir.memory.FaultPoint;
import org.weir.memory.SharedLong;
import org.weir.os.Processes;
import org.weir.scenario.Faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * The process that a scenario kills while it waits for something: it lets itself be killed a moment after its wait has
 * begun, at a point that only a thread beside it can reach, and the others learn when it is dead.
 *
 * <p>
 * A scenario has one as a field. The victim calls {@link #dieSoon} and begins its wait; whoever has to come after the
 * death calls {@link #awaitDeath}.
 */
public final class Victim {
    /** The point to declare in {@code @Fault(kind = KILL, actor = "...", point = Victim.POINT)}. */
    public static final String POINT = "waiting";

    /** A random moment, for {@link #dieAt}. */
    public static final String RANDOM = "random";

    private static final Duration LONGEST = Duration.ofSeconds(5);
    private static final long PAUSE_NANOS = 50_000;

    private final SharedLong pid = SharedLong.create();

    /**
     * The calling process reaches {@link #POINT} up to this much later; there, the engine kills it.
     *
     * @param most the moment lies uniformly between now and then
     */
    public void dieSoon(Duration most) {
        dieSoon(most, () -> true);
    }

    /**
     * The calling process reaches {@link #POINT} up to this much after something has come to hold.
     *
     * @param most the moment lies uniformly between then and this much later
     * @param condition looked at by a thread of its own until it holds
     */
    public void dieSoon(Duration most, BooleanSupplier condition) {
        pid.set(Processes.pid());
        Thread.ofPlatform().daemon().name("victim").start(() -> {
            while (!condition.getAsBoolean()) {
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(most.toNanos() + 1));
            Faults.point(POINT);
        });
    }

    /**
     * The calling process reaches {@link #POINT} at a moment of its own choice, or within one of Weir's primitives.
     *
     * @param where {@link #RANDOM}, or a point of {@link FaultPoint}
     * @param most for a random moment, as {@link #dieSoon(Duration, BooleanSupplier)}
     * @param condition for a random moment, as there
     */
    public void dieAt(String where, Duration most, BooleanSupplier condition) {
        if (where.equals(RANDOM)) {
            dieSoon(most, condition);
            return;
        }
        announce();
        FaultPoint.install(reached -> {
            if (reached.equals(where)) {
                Faults.point(POINT);
            }
        });
    }

    /** Says which process will die; for one that reaches its point itself. */
    public void announce() {
        pid.set(Processes.pid());
    }

    /**
     * Waits until the victim is dead: gone, or a zombie, which holds nothing any more.
     *
     * @throws IllegalStateException if it still lives after 5 s
     */
    public void awaitDeath() {
        long giveUp = System.nanoTime() + LONGEST.toNanos();
        while (pid.get() == 0 || isAlive(pid.get())) {
            if (System.nanoTime() - giveUp > 0) {
                throw new IllegalStateException("process " + pid.get() + " was to be killed and lives");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The id of the process that dies; 0 before it has said so. */
    public long pid() {
        return pid.get();
    }

    private static int threads(long pid) {
        String[] threads = Path.of("/proc/" + pid + "/task").toFile().list();
        return threads == null ? 0 : threads.length;
    }

    /**
     * Whether a process still runs: it is there and no zombie. The first thread of a JVM is a zombie before the others have
     * ended, and until the last one has, the process holds what it held.
     *
     * @param pid of any process of this host
     */
    public static boolean isAlive(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return (state != 'Z' && state != 'X') || threads(pid) > 1;
        } catch (IOException gone) {
            return false;
        }
    }
}
