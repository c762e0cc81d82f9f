package org.weir.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.weir.TestJvm;
import org.weir.os.Affinity;

import java.util.Set;

/** A thread that is bound to one CPU, as an actor is, starts processes that are not. */
class ChildrenOfABoundThreadTest {

    @Test
    void shouldRunOnTheCpusOfTheProcessAndNotOnThoseOfTheThread() throws Exception {
        try (TestJvm jvm = TestJvm.start(Bound.class)) {
            assertEquals(0, jvm.waitFor());
        }
    }

    /** Binds itself before it starts anything. */
    static final class Bound {
        public static void main(String[] arguments) throws Exception {
            int all = Affinity.current().size();
            Affinity.set(Set.of(Affinity.current().first()));
            JvmProcess child = JvmProcess.of(Bound::requireCpus, all).start();
            child.join();
            System.exit(child.exitCode().orElse(99));
        }

        private static void requireCpus(int expected) throws Exception {
            assertEquals(expected, Affinity.current().size());
        }
    }
}
