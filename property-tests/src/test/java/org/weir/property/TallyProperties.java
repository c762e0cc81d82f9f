package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.weir.outcome.Tally;

import java.util.Map;

class TallyProperties {

    @Property
    void mergingIsCommutative(@ForAll("counts") Map<String, Long> a, @ForAll("counts") Map<String, Long> b) {
        assertEquals(merged(a, b).snapshot(), merged(b, a).snapshot());
    }

    @Property
    void mergingIsAssociative(@ForAll("counts") Map<String, Long> a, @ForAll("counts") Map<String, Long> b,
            @ForAll("counts") Map<String, Long> c) {
        Tally left = merged(a, b);
        left.merge(Tally.of(c));
        Tally right = Tally.of(a);
        right.merge(merged(b, c));

        assertEquals(left.snapshot(), right.snapshot());
        assertEquals(left.total(), right.total());
    }

    @Property
    void nothingIsNeutral(@ForAll("counts") Map<String, Long> a) {
        assertEquals(Tally.of(a).snapshot(), merged(a, Map.of()).snapshot());
        assertEquals(Tally.of(a).snapshot(), merged(Map.of(), a).snapshot());
    }

    @Property
    void theTotalIsTheSumOfTheCounts(@ForAll("counts") Map<String, Long> a, @ForAll("counts") Map<String, Long> b) {
        Tally tally = merged(a, b);

        assertEquals(sum(a) + sum(b), tally.total());
        assertEquals(tally.total(), sum(tally.snapshot()));
        a.forEach((id, count) -> assertEquals(count + b.getOrDefault(id, 0L), tally.count(id)));
    }

    @Provide
    Arbitrary<Map<String, Long>> counts() {
        return Arbitraries.maps(Arbitraries.strings().withChars("ab, ").ofMaxLength(3),
                Arbitraries.longs().between(0, Long.MAX_VALUE / 100)).ofMaxSize(8).withoutEdgeCases();
    }

    private static Tally merged(Map<String, Long> a, Map<String, Long> b) {
        Tally tally = Tally.of(a);
        tally.merge(Tally.of(b));
        return tally;
    }

    private static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
