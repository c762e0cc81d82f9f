package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.weir.Says.assertSays;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Frames whose sets and maps hold keys of one hash code. */
@Timeout(60)
class CollidingKeysTest {

    private static final Codec CODEC = Codec.standard();

    record Poor(int value) {
        @Override
        public int hashCode() {
            return 1;
        }
    }

    /** Lists of one hash code, as many as one likes. */
    private static List<Integer> colliding(int number) {
        return List.of(number, -31 * number);
    }

    /** Numbers of one hash code. */
    private static long collidingLong(int number) {
        return (long) number << Integer.SIZE | number;
    }

    private static Set<Object> set(int count, IntFunction<Object> element) {
        return IntStream.range(0, count).mapToObj(element).collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<@Nullable Object> withNull(Set<Object> set) {
        Set<@Nullable Object> more = new HashSet<>(set);
        more.add(null);
        return more;
    }

    /** The bytes of a set, from a list, which makes no comparisons. */
    private static byte[] frame(int kind, int count, IntFunction<Object> element) {
        byte[] frame = CODEC.encode(
                IntStream.range(0, count).mapToObj(element).collect(Collectors.toCollection(ArrayList::new)));
        frame[1] = (byte) kind;
        return frame;
    }

    static Stream<byte[]> hostile() {
        int sets = Container.HASH_SET.code();
        return Stream.of(frame(sets, 20_000, CollidingKeysTest::colliding),
                frame(Container.LINKED_SET.code(), 20_000, i -> new Poor(i + 1)),
                frame(Container.FIXED_SET.code(), 20_000, i -> Optional.of(colliding(i))),
                frame(sets, 20_000, i -> i == 0 ? "" : collidingLong(i)),
                frame(sets, 20_000, i -> i == 1000 ? (Object) 0.0 : collidingLong(i + 1)),
                frame(sets, 600, i -> Set.of(colliding(2 * i), colliding(2 * i + 1), ballast(i))));
    }

    /** What makes a set of the same hash code heavy. */
    private static List<Object> ballast(int number) {
        return List.of(new ArrayList<>(Collections.nCopies(1000, 1.5)), colliding(number));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void shouldRefuseSetsOfVeryManyKeysOfOneHashCode(byte[] frame) {
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(frame)), "one hash code",
                "hashCode()");
    }

    @Test
    void shouldRefuseMapsOfVeryManyKeysOfOneHashCode() {
        byte[] frame = frame(Container.HASH_MAP.code(), 40_000, i -> i % 2 == 0 ? colliding(i) : i);
        halveCount(frame);

        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(frame)), "one hash code");
    }

    /** Of a count of three bytes: of a map it is that of its entries. */
    private static void halveCount(byte[] frame) {
        int count = ((frame[2] & 0x7f) | (frame[3] & 0x7f) << 7 | frame[4] << 14) / 2;
        frame[2] = (byte) (count | 0x80);
        frame[3] = (byte) (count >> 7 | 0x80);
        frame[4] = (byte) (count >> 14);
    }

    static Stream<Object> real() {
        return Stream.of(set(400_000, i -> List.of(i / 632, i % 632)), set(1000, Poor::new),
                set(200_000, CollidingKeysTest::collidingLong), set(100_000, i -> new CodecTest.Point(i, i / 8.0, "p")),
                set(10_000, i -> List.of((long) i, "text " + i)),
                set(50_000, i -> i % 2 == 0 ? (Object) i : "text " + i), withNull(set(50_000, i -> "text " + i)),
                new LinkedHashSet<>(set(20_000, i -> set(3, k -> List.of(i, k)))),
                IntStream.range(0, 50_000).boxed().collect(Collectors.toMap(i -> Optional.of("key " + i), i -> i)));
    }

    @ParameterizedTest
    @MethodSource("real")
    void shouldReadRealDataWhateverItsHashCodes(Object value) throws Exception {
        assertEquals(value, CODEC.decode(CODEC.encode(value)));
    }
}
