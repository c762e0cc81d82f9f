package org.weir.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.TestJvm;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@Timeout(120)
class FutexTest {

    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void shouldSleepUntilTheDeadlineAndNotLess() {
        long word = Arena.global().allocate(4, 4).address();
        long start = System.nanoTime();
        long deadline = start + Duration.ofMillis(30).toNanos();

        Futex.Wakeup wakeup = Futex.await(word, 0, deadline);
        while (wakeup == Futex.Wakeup.INTERRUPTED) {
            wakeup = Futex.await(word, 0, deadline);
        }

        assertEquals(Futex.Wakeup.TIMED_OUT, wakeup);
        assertTrue(System.nanoTime() >= deadline);
    }

    @Test
    void shouldReturnAtOnceWhenTheDeadlineHasPassed() {
        long word = Arena.global().allocate(4, 4).address();

        assertEquals(Futex.Wakeup.TIMED_OUT, Futex.await(word, 0, System.nanoTime() - 1));
        assertEquals(Futex.Wakeup.TIMED_OUT, Futex.await(word, 0, Long.MIN_VALUE));
    }

    @Test
    void shouldNotSleepWhenTheWordDiffers() {
        MemorySegment word = Arena.global().allocate(4, 4);
        word.set(ValueLayout.JAVA_INT, 0, 7);

        assertEquals(Futex.Wakeup.VALUE_DIFFERS, Futex.await(word.address(), 8, System.nanoTime() + MINUTE));
    }

    @Test
    void shouldWakeAThreadAndCountIt() throws Exception {
        long word = Arena.global().allocate(4, 4).address();
        CompletableFuture<Futex.Wakeup> sleeper = CompletableFuture
                .supplyAsync(() -> Futex.await(word, 0, System.nanoTime() + MINUTE));

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> Futex.wake(word, 1), woken -> woken == 1);

        assertEquals(Futex.Wakeup.WOKEN, sleeper.get(30, TimeUnit.SECONDS));
        assertEquals(0, Futex.wake(word, Integer.MAX_VALUE));
    }

    @Test
    void shouldWakeAnotherProcessThatMapsTheSamePage(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("page");
        MemorySegment page = map(file);
        try (TestJvm sleeper = TestJvm.start(Sleeper.class, file)) {
            sleeper.expectLine("sleeping");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> Futex.wake(page.address(), 1), woken -> woken == 1);

            sleeper.expectLine("WOKEN");
        }
    }

    @Test
    void shouldRefuseAnAddressThatIsNotOfAWord() {
        long word = Arena.global().allocate(8, 8).address();

        IllegalArgumentException unaligned = assertThrows(IllegalArgumentException.class,
                () -> Futex.await(word + 1, 0, System.nanoTime() + MINUTE));
        assertTrue(unaligned.toString().contains("EINVAL"), unaligned.toString());
        IllegalArgumentException unmapped = assertThrows(IllegalArgumentException.class,
                () -> Futex.await(8, 0, System.nanoTime() + MINUTE));
        assertTrue(unmapped.toString().contains("EFAULT"), unmapped.toString());
    }

    private static MemorySegment map(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
                StandardOpenOption.WRITE)) {
            return channel.map(FileChannel.MapMode.READ_WRITE, 0, 4096, Arena.global());
        }
    }

    /** The other process: sleeps on the first word of a file. */
    static final class Sleeper {
        public static void main(String[] arguments) throws IOException {
            long word = map(Path.of(arguments[0])).address();
            System.out.println("sleeping");
            System.out.println(Futex.await(word, 0, System.nanoTime() + MINUTE));
        }
    }
}
