package org.weir.kill;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.memory.Realm;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * SIGKILL at random moments, into lock holders, waiters, barrier parties, producers, consumers, manager clients and pool
 * workers, all beside each other: nothing hangs, nothing is torn, lost or repeated unflagged, nothing leaks.
 *
 * <pre>{@code
 * mvn -pl harness test -Dtest=org.weir.kill.KillTest -Dweir.kills=10000
 * }</pre>
 *
 * The moments come from {@code -Dweir.test.seed}, printed at the beginning; what is being done at them does not.
 * {@code -Dweir.kill=locks,queues} kills only these; there are also {@code manager} and {@code pool}.
 */
@Timeout(value = 6, unit = TimeUnit.HOURS)
class KillTest {

    private static final int KILLS = Integer.getInteger("weir.kills", 20);
    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final List<String> FIELDS = Arrays.stream(System.getProperty("weir.kill", "").split(",", -1))
            .filter(name -> !name.isBlank())
            .map(name -> name.strip().toUpperCase(Locale.ROOT))
            .toList();
    private static final Duration PROGRESS_EVERY = Duration.ofSeconds(15);
    private static final int SLACK = 16;

    /** Who is killed, and how many of a hundred. */
    private enum Field {
        LOCKS(40) {
            @Override
            Victims.Subject open(Victims victims, long seed) throws IOException {
                return new LockKills(victims, seed);
            }
        },
        QUEUES(30) {
            @Override
            Victims.Subject open(Victims victims, long seed) throws IOException {
                return new QueueKills(victims, seed);
            }
        },
        MANAGER(15) {
            @Override
            Victims.Subject open(Victims victims, long seed) throws IOException {
                return new ManagerKills(victims, seed);
            }
        },
        POOL(15) {
            @Override
            Victims.Subject open(Victims victims, long seed) throws IOException {
                return new PoolKills(victims, seed);
            }
        };

        final int share;

        Field(int share) {
            this.share = share;
        }

        /** Those that the user wants to be killed. */
        static Stream<Field> chosen() {
            return Arrays.stream(values()).filter(field -> FIELDS.isEmpty() || FIELDS.contains(field.name()));
        }

        abstract Victims.Subject open(Victims victims, long seed) throws IOException;
    }

    @Test
    void shouldSurviveKillsAtRandomMoments() throws Exception {
        System.out.println("weir.test.seed=" + SEED + " weir.kills=" + KILLS);
        long begin = System.nanoTime();
        Victims victims = new Victims();
        AtomicBoolean failed = new AtomicBoolean();
        List<String> accounts = new ArrayList<>();
        Leaks before = Leaks.now();
        try (ExecutorService hands = Executors.newCachedThreadPool()) {
            List<CompletableFuture<String>> runs = Field.chosen()
                    .map(field -> CompletableFuture.supplyAsync(() -> run(field, victims, failed), hands))
                    .toList();
            CompletableFuture<Void> all = CompletableFuture.allOf(runs.toArray(CompletableFuture[]::new));
            while (!await(all)) {
                tell(victims, begin);
            }
            for (CompletableFuture<String> run : runs) {
                accounts.add(run.join());
            }
        } finally {
            Victims.dismissStandbys();
        }
        tell(victims, begin);
        accounts.forEach(System.out::println);
        Victims.await("what the dead left is gone; before: " + before + ", now: " + Leaks.now(),
                () -> Leaks.now().isAtMost(before, SLACK));
        assertTrue(victims.total() >= KILLS, victims.total() + " kills");
    }

    private static String run(Field field, Victims victims, AtomicBoolean failed) {
        int left = Math.ceilDiv(KILLS * field.share, Field.chosen().mapToInt(each -> each.share).sum());
        try {
            Victims.Subject subject = field.open(victims, SEED ^ field.name().hashCode());
            while (left > 0 && !failed.get()) {
                left -= subject.round(left);
            }
            if (!failed.get()) {
                subject.finish();
            }
            return field.name().toLowerCase(Locale.ROOT) + ": " + subject;
        } catch (Exception | AssertionError e) {
            failed.set(true);
            throw new CompletionException(field + ": " + e, e);
        }
    }

    private static boolean await(CompletableFuture<Void> all) {
        try {
            all.get(PROGRESS_EVERY.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException stillAtIt) {
            return false;
        } catch (Exception e) {
            return true;
        }
        return true;
    }

    private static void tell(Victims victims, long begin) {
        int done = victims.total();
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(Locale.ROOT, "%d of %d kills in %.0f s, %.1f/s, %.0f s left: %s%n", done, KILLS, seconds, done
                / seconds, Math.max(0, KILLS - done) * seconds / Math.max(1, done), victims);
    }

    /** What must not grow with the number of the dead. */
    private record Leaks(int descriptors, int filesOfTheRealm) {

        static Leaks now() {
            return new Leaks(entries(Path.of("/proc/self/fd")), entries(Realm.current().directory()));
        }

        private static int entries(Path directory) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
                int count = 0;
                for (Path _ : all) {
                    count++;
                }
                return count;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        boolean isAtMost(Leaks other, int slack) {
            return descriptors <= other.descriptors + slack && filesOfTheRealm <= other.filesOfTheRealm + slack;
        }
    }
}
