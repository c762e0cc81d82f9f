package org.weir.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.infra.results.II_Result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Ways of a result out of sight of the search for who writes its fields. */
class ResultEscapesTest {
    private static void assertEscapes(Class<?> type, String method, String how) {
        WriterScan.Found found = WriterScanTest.scan(type, method);
        assertEquals(how, found.escapes().stream().map(WriterScan.Escape::how).collect(Collectors.joining("; ")));
        assertTrue(found.escapes().getFirst().where().matches(".+, line \\d+"), found.toString());
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
        assertEscapes(Escaping.class, "toOtherClass", "passed to org.weir.scenario.ResultEscapesTest$Elsewhere.fill");
        assertEscapes(Escaping.class, "toCollection", "passed to java.util.List.add");
        assertEscapes(Escaping.class, "toField", "stored in the field last");
        assertEscapes(Escaping.class, "toStaticField", "stored in the field shared");
        assertEscapes(Escaping.class, "toArray", "stored in an array");
        assertEscapes(Escaping.class, "returned", "returned");
        assertEscapes(Escaping.class, "toForeignReference", "passed to java.util.function.BiConsumer.accept");
        assertEscapes(Escaping.class, "toBoundForeignReference",
                "passed to org.weir.scenario.ResultEscapesTest$Elsewhere.fill");
        assertEscapes(Escaping.class, "toConstructor",
                "passed to org.weir.scenario.ResultEscapesTest$Escaping$Holder.<init>");
        assertEscapes(Escaping.class, "asStranger", "passed to java.lang.Object.equals");
    }

    @Test
    void shouldSayInWhichMethodTheResultEscapes() {
        WriterScan.Found returned = WriterScanTest.scan(Escaping.class, "returned");
        WriterScan.Found bound = WriterScanTest.scan(Escaping.class, "toBoundForeignReference");

        assertTrue(returned.escapes().getFirst().where().startsWith("itself, line "));
        assertTrue(bound.escapes().getFirst().where().startsWith("a lambda of toBoundForeignReference, line "));
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
