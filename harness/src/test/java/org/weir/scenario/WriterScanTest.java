package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.JDL_Result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

class WriterScanTest {
    private static WriterScan.Found scan(Class<?> type, String method) {
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

    private static void assertEscapes(Class<?> type, String method, String how) {
        WriterScan.Found found = scan(type, method);
        assertEquals(how, found.escapes().stream().map(WriterScan.Escape::how).collect(Collectors.joining("; ")));
        assertTrue(found.escapes().getFirst().where().matches(".+, line \\d+"), found.toString());
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

        void methodReference(ActorMistakesTest.Usable r) {
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

    static final class Elsewhere {
        private Elsewhere() {}

        static void fill(II_Result r, int how) {
            switch (how) {
                case 1 -> r.r1 = 1;
                default -> r.r2 = 1;
            }
        }
    }

    @SuppressWarnings({"UnusedVariable", "CheckReturnValue"})
    static class Escaping {
        static @Nullable II_Result shared;
        final List<Object> kept = new ArrayList<>();
        @Nullable
        Object last;

        void toOtherClass(II_Result r) {
            Elsewhere.fill(r, kept.size());
        }

        void toCollection(II_Result r) {
            Object alias = r;
            kept.add(alias);
        }

        void toField(II_Result r) {
            last = r;
        }

        void toStaticField(II_Result r) {
            shared = r;
        }

        void toArray(II_Result r) {
            kept.addAll(Arrays.asList(new Object[]{r}));
        }

        void returned(II_Result r) {
            II_Result same = itself(r);
            same.r1 = 1;
        }

        private II_Result itself(II_Result r) {
            return r;
        }

        void toForeignReference(II_Result r) {
            Supplier<Boolean> add = () -> true;
            Runnable task = kept::clear;
            task.run();
            BiConsumer<II_Result, Integer> fill = Elsewhere::fill;
            fill.accept(r, add.get() ? 1 : 0);
        }

        void toBoundForeignReference(II_Result r) {
            Supplier<String> text = r::toString;
            IntConsumer fill = n -> Elsewhere.fill(r, n);
            fill.accept(text.get().length());
        }

        void toConstructor(II_Result r) {
            kept.add(new Holder(r));
        }

        record Holder(II_Result held) {}

        void asStranger(II_Result r) {
            kept.get(0).equals(r);
        }
    }

    @Test
    void shouldReportWhereTheResultGoesOutOfSight() {
        assertEscapes(Escaping.class, "toOtherClass", "passed to org.weir.scenario.WriterScanTest$Elsewhere.fill");
        assertEscapes(Escaping.class, "toCollection", "passed to java.util.List.add");
        assertEscapes(Escaping.class, "toField", "stored in the field last");
        assertEscapes(Escaping.class, "toStaticField", "stored in the field shared");
        assertEscapes(Escaping.class, "toArray", "stored in an array");
        assertEscapes(Escaping.class, "returned", "returned");
        assertEscapes(Escaping.class, "toForeignReference", "passed to java.util.function.BiConsumer.accept");
        assertEscapes(Escaping.class, "toBoundForeignReference",
                "passed to org.weir.scenario.WriterScanTest$Elsewhere.fill");
        assertEscapes(Escaping.class, "toConstructor",
                "passed to org.weir.scenario.WriterScanTest$Escaping$Holder.<init>");
        assertEscapes(Escaping.class, "asStranger", "passed to java.lang.Object.equals");
    }

    @Test
    void shouldSayInWhichMethodTheResultEscapes() {
        assertTrue(scan(Escaping.class, "returned").escapes().getFirst().where().startsWith("itself, line "));
        assertTrue(scan(Escaping.class, "toBoundForeignReference").escapes()
                .getFirst()
                .where()
                .startsWith("a lambda of toBoundForeignReference, line "));
    }

    @MultiJvmTest
    static class Passing {
        @Actor
        void first(II_Result r) {
            Elsewhere.fill(r, 1);
        }

        @Actor
        void second(II_Result r) {
            r.r2 = 1;
        }
    }

    @MultiJvmTest
    static class Stating {
        @Actor
        @Writes("r1")
        void first(II_Result r) {
            Elsewhere.fill(r, 1);
        }

        @Actor
        void second(II_Result r) {
            r.r2 = 1;
        }
    }

    @Test
    void shouldDemandAStatementOfWritesThatCannotBeFollowed() {
        Mistakes.assertOnly(Passing.class, ProblemCode.RESULT_ESCAPES, ".first", "Elsewhere.fill", "in first, line",
                "@Writes");
        assertEquals(Set.of("r1"), ScenarioReaderTest.model(Stating.class).actors().getFirst().writes());
    }
}
