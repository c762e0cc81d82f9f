package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.JDL_Result;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

class WriterScanTest {
    static WriterScan.Found scan(Class<?> type, String method) {
        return Members.methods(type)
                .stream()
                .filter(m -> m.getName().equals(method) && m.getParameterCount() == 1)
                .map(m -> WriterScan.scan(type, m, m.getParameterTypes()[0]))
                .findFirst()
                .orElseThrow();
    }

    private static void assertWrites(Class<?> type, String method, String... fields) {
        WriterScan.Found found = scan(type, method);
        assertEquals(Set.of(fields), found.fields());
        assertEquals(List.of(), found.escapes());
    }

    interface Defaults {
        default void byDefault(III_Result r) {
            r.r3 = 1;
        }
    }

    static class Parent {
        void inherited(III_Result r) {
            r.r1 = 1;
            overridden(r);
        }

        void overridden(III_Result r) {
            r.r2 = 1;
        }

        private void samePrivateName(III_Result r) {
            r.r1 = 1;
        }

        void callsItsPrivate(III_Result r) {
            samePrivateName(r);
        }
    }

    @SuppressWarnings({"UnusedVariable", "UnusedMethod"})
    static class Direct extends Parent implements Defaults {
        int own;

        @Override
        void overridden(III_Result r) {
            r.r3 = 1;
        }

        private void samePrivateName(III_Result r) {
            r.r2 = 1;
        }

        void nothing(III_Result r) {
            own = r.r1;
        }

        void throughHelpers(III_Result r) {
            helper(1, 2.0, r);
            staticHelper(r, 3L);
        }

        private void helper(long a, double b, III_Result result) {
            result.r1 = (int) (a + b);
        }

        private static void staticHelper(III_Result result, long a) {
            result.r3 = (int) a;
        }

        void recursive(III_Result r) {
            countDown(r, 10);
        }

        private void countDown(III_Result r, int n) {
            if (n > 0) {
                countUp(r, n - 1);
            } else {
                r.r1 = 1;
            }
        }

        private void countUp(III_Result r, int n) {
            countDown(r, n);
            r.r2 = n;
        }

        void superCall(III_Result r) {
            super.overridden(r);
        }

        void lambda(III_Result r) {
            Runnable task = () -> {
                r.r2 = own;
            };
            task.run();
        }

        void nestedLambda(III_Result r) {
            Supplier<Runnable> task = () -> () -> r.r1 = 1;
            task.get().run();
        }

        void methodReference(ResultMistakesTest.Usable r) {
            IntConsumer saw = r::saw;
            saw.accept(1);
        }

        void anotherObject(III_Result r) {
            III_Result mine = new III_Result();
            mine.r1 = 1;
            r.r2 = mine.r1;
        }

        void throughLocals(III_Result r) {
            Object alias = r;
            long wide = 3;
            if (alias instanceof III_Result same && wide > 2) {
                same.r3 = (int) wide;
            }
        }

        void reassigned(III_Result r) {
            III_Result either = r;
            for (int i = 0; i < 3; i++) {
                either.r1 = i;
                either = new III_Result();
            }
            either.r2 = 1;
        }

        void assignedInALoop(III_Result r) {
            III_Result either = new III_Result();
            for (int i = 0; i < 3; i++) {
                either.r1 = i;
                either = r;
            }
        }

        void matched(III_Result r) {
            Object alias = r;
            switch (alias) {
                case String text -> own = text.length();
                case III_Result same -> same.r2 = 1;
                default -> {
                }
            }
        }

        void inHandlers(III_Result r) {
            try {
                own = Integer.parseInt("x");
            } catch (NumberFormatException e) {
                r.r1 = -1;
            } finally {
                r.r2 = 1;
            }
        }

        void switched(III_Result r) {
            switch (own) {
                case 1 -> r.r1 = 1;
                case 2 -> r.r2 = 1;
                case 1000 -> r.r3 = 1;
                default -> {
                }
            }
        }

        void compound(III_Result r) {
            r.r1 += own;
            r.r2++;
            own = r.r3--;
        }

        void justLooking(III_Result r) {
            String text = "seen " + r + String.valueOf(r) + r.hashCode();
            synchronized (r) {
                own = Objects.requireNonNull(r).r1 + text.length();
            }
        }

        void afterNullCheck(III_Result r) {
            Objects.requireNonNull(r).r2 = 1;
        }

        void wideTypes(JDL_Result r) {
            r.r1 = System.nanoTime();
            r.r2 = 0.5;
            r.r3 = "text";
        }
    }

    @Test
    void shouldFindNoWritesWhereThereAreNone() {
        assertWrites(Direct.class, "nothing");
        assertWrites(Direct.class, "justLooking");
    }

    @Test
    void shouldFollowHelperMethods() {
        assertWrites(Direct.class, "throughHelpers", "r1", "r3");
    }

    @Test
    void shouldFollowRecursionToItsEnd() {
        assertWrites(Direct.class, "recursive", "r1", "r2");
    }

    @Test
    void shouldFollowInheritedMethodsAndResolveCallsFromTheScenario() {
        assertWrites(Direct.class, "inherited", "r1", "r3");
        assertWrites(Direct.class, "superCall", "r2");
        assertWrites(Direct.class, "byDefault", "r3");
        assertWrites(Direct.class, "callsItsPrivate", "r1");
    }

    @Test
    void shouldFollowLambdasAndMethodReferences() {
        assertWrites(Direct.class, "lambda", "r2");
        assertWrites(Direct.class, "nestedLambda", "r1");
        assertWrites(Direct.class, "methodReference", "seen");
    }

    @Test
    void shouldNotCountWritesToAnotherObjectOfTheClass() {
        assertWrites(Direct.class, "anotherObject", "r2");
    }

    @Test
    void shouldFollowLocalVariablesLoopsHandlersAndSwitches() {
        assertWrites(Direct.class, "throughLocals", "r3");
        assertWrites(Direct.class, "reassigned", "r1", "r2");
        assertWrites(Direct.class, "assignedInALoop", "r1");
        assertWrites(Direct.class, "matched", "r2");
        assertWrites(Direct.class, "inHandlers", "r1", "r2");
        assertWrites(Direct.class, "switched", "r1", "r2", "r3");
        assertWrites(Direct.class, "compound", "r1", "r2", "r3");
        assertWrites(Direct.class, "wideTypes", "r1", "r2", "r3");
        assertWrites(Direct.class, "afterNullCheck", "r2");
    }
}
