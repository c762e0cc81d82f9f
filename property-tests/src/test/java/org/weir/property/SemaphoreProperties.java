package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.weir.sync.BoundedProcessSemaphore;
import org.weir.sync.ProcessSemaphore;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class SemaphoreProperties {

    @Property(tries = 100)
    void aSemaphoreIsANumberOfPermits(@ForAll("steps") List<SemaphoreStep> steps,
            @ForAll @IntRange(min = 0, max = 6) int permits) throws Exception {
        Workers.check(actors -> Step.check(actors, ProcessSemaphore.create(permits),
                new SemaphoreStep.Model(permits, Integer.MAX_VALUE), steps));
    }

    @Property(tries = 100)
    void aBoundedSemaphoreNeverHasMore(@ForAll("steps") List<SemaphoreStep> steps,
            @ForAll @IntRange(min = 0, max = 6) int permits) throws Exception {
        Workers.check(actors -> Step.check(actors, BoundedProcessSemaphore.create(permits),
                new SemaphoreStep.Model(permits, permits), steps));
    }

    /** Positive numbers are acquired, however long that takes; of negative ones so many are tried for. */
    @Property(tries = 50)
    void noMoreAreInUseThanThereAreAndAllComeBack(@ForAll @IntRange(min = 1, max = 4) int permits,
            @ForAll @Size(min = 2, max = 4) List<@Size(max = 60) List<@IntRange(min = -4, max = 4) Integer>> wishes)
            throws Exception {
        Workers.check(actors -> {
            ProcessSemaphore semaphore = BoundedProcessSemaphore.create(permits);
            Cells inUse = Cells.create(1);
            List<Actors.Task> tasks = new ArrayList<>();
            for (List<Integer> mine : wishes) {
                List<Integer> possible = mine.stream().filter(wish -> wish != 0 && wish <= permits).toList();
                tasks.add(() -> use(semaphore, permits, inUse, possible));
            }
            List<Object> _ = actors.together(tasks);

            assertEquals(permits, semaphore.availablePermits());
            assertEquals(0, inUse.get(0));
        });
    }

    private static Object use(ProcessSemaphore semaphore, int permits, Cells inUse, List<Integer> wishes)
            throws Exception {
        int acquired = 0;
        for (int wish : wishes) {
            int count = Math.abs(wish);
            if (wish > 0) {
                semaphore.acquire(count);
            } else if (!semaphore.tryAcquire(count, Duration.ofNanos(50_000))) {
                continue;
            }
            acquired++;
            int together = inUse.add(0, count);
            assertTrue(together <= permits, () -> together + " permits of " + permits + " are in use");
            int _ = inUse.add(0, -count);
            semaphore.release(count);
        }
        return acquired;
    }

    @Provide
    Arbitrary<List<SemaphoreStep>> steps() {
        return SemaphoreStep.sequences();
    }
}
