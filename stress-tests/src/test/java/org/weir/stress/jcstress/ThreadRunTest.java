package org.weir.stress.jcstress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.infra.runners.TestList;
import org.weir.memory.SharedIntArray;
import org.weir.memory.SharedLongArray;
import org.weir.stress.litmus.StoreBufferingVolatile;
import org.weir.stress.twin.JcstressTest;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

class ThreadRunTest {
    private static final List<Class<?>> GROUPS = List.of(CellModes.class, NarrowCells.class, MemoryFences.class,
            Locks.class, Meetings.class, Rings.class);

    @Test
    void shouldRunEveryTestOfThePackage() {
        List<String> written = GROUPS.stream()
                .flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
                .filter(test -> test.isAnnotationPresent(JCStressTest.class))
                .map(Class::getCanonicalName)
                .sorted()
                .toList();

        assertEquals(written, names(ThreadRun.tests(TestList.tests(), List.of())));
        assertTrue(written.size() >= GROUPS.size(), written::toString);
    }

    @Test
    void shouldLeaveTheTwinsToTheTwins() {
        List<String> names = names(ThreadRun.tests(TestList.tests(), List.of()));

        assertTrue(TestList.tests().contains(StoreBufferingVolatile.class.getName()));
        assertFalse(names.contains(StoreBufferingVolatile.class.getName()));
    }

    @Test
    void shouldRunOnlyWhatIsWanted() {
        assertEquals(List.of(Rings.PipeInOrder.class.getCanonicalName(), Rings.PipeOfTwo.class.getCanonicalName()),
                names(ThreadRun.tests(TestList.tests(), List.of("Rings.Pipe"))));
        assertEquals(List.of(), ThreadRun.tests(TestList.tests(), List.of("NoSuchTest")));
    }

    @Test
    void shouldHaveItsCellsInMappedMemory() {
        assertTrue(Slots.cells(SharedIntArray::create).getClass().getSimpleName().startsWith("Mapped"));
        assertTrue(Slots.cells(SharedLongArray::create).getClass().getSimpleName().startsWith("Mapped"));
        assertTrue(SharedIntArray.create(1).getClass().getSimpleName().startsWith("Heap"));
    }

    @Test
    void shouldNeverGiveTwoStatesInUseOneSlot() {
        Set<Integer> slots = new HashSet<>();

        Stream.generate(Slots::nextCell).limit(2 * Slots.STATES).forEach(slots::add);

        assertEquals(2 * Slots.STATES, slots.size());
        assertNotEquals(Slots.nextCell(), Slots.nextCell());
    }

    @Test
    void shouldTellJcstressHowManyStatesThereMayBe() {
        int size = Integer.parseInt(ThreadRun.STRIDES.get(1));
        int count = Integer.parseInt(ThreadRun.STRIDES.get(3));

        assertEquals(List.of("-strideSize", "-strideCount"),
                List.of(ThreadRun.STRIDES.get(0), ThreadRun.STRIDES.get(2)));
        assertTrue(size * count <= Slots.STATES, ThreadRun.STRIDES::toString);
    }

    private static List<String> names(List<JcstressTest> tests) {
        assertEquals(tests.size(), new TreeSet<>(tests.stream().map(JcstressTest::name).toList()).size());
        return tests.stream().map(JcstressTest::name).toList();
    }
}
