package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.Says.assertSays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.TestJvm;

import java.io.Serial;
import java.io.Serializable;
import java.lang.reflect.Array;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;

@SuppressWarnings("JdkObsolete") // linked lists have no form of their own and so take the other way
class CodecTest {

    private static final Codec CODEC = Codec.standard();

    record Point(int x, double y, String name) {}

    record Empty() {}

    record Nested(List<Point> points, Map<String, Optional<Point>> byName, Object raw, Object any) {}

    record Positive(int value) {
        Positive {
            if (value <= 0) {
                throw new IllegalArgumentException("not positive");
            }
        }
    }

    record Masked(String secret) implements Serializable {
        @Serial
        private Object writeReplace() {
            return "masked";
        }
    }

    enum Colour {
        RED, GREEN {
            @Override
            public String toString() {
                return "green!";
            }
        }
    }

    static final class Account implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;
        final String owner;
        final HashMap<String, Integer> amounts = new HashMap<>();

        Account(String owner) {
            this.owner = owner;
        }
    }

    static final class NotSerial {
        final int ignored = 1;
    }

    interface SerialFunction extends Function<Integer, Integer>, Serializable {}

    static Stream<Object> values() {
        return Stream.of(1, Integer.MIN_VALUE, -1L, Long.MAX_VALUE, 1.5, Double.NaN, -0.0, 2.5f, (short) -3, (byte) -1,
                'ß', '\uD800', true, false, "", "plain", "Grüße", "日本語 \uD83D\uDE00 \uD800", DayOfWeek.FRIDAY,
                Colour.RED, Colour.GREEN, new Point(1, 2.5, "p"), new Empty(), Optional.empty(), Optional.of("x"),
                List.of(), List.of(1, "two", 3.0), Arrays.asList(1, 2.0, null), new ArrayList<>(List.of("a")),
                Collections.unmodifiableList(new LinkedList<>(List.of(1))), Set.of(1, 2, 3),
                new HashSet<>(List.of("a", "b")), Map.of("k", 1), new HashMap<>(Map.of("a", List.of(1))),
                new LinkedHashMap<>(Map.of(1, 2)), Map.of(), Collections.singletonMap("null", null),
                new TreeMap<>(Map.of("b", 1, "a", 2)), new LinkedList<>(List.of(1, 2)), UUID.randomUUID(),
                new BigDecimal("1.10"), Duration.ofSeconds(3, 7), URI.create("weir:x"), TimeUnit.DAYS,
                new ConcurrentHashMap<>(Map.of("a", 1)), ByteBuffer.wrap(new byte[]{1, 2, 3}, 1, 2),
                List.of(List.of(List.of(new Point(1, 1, "deep")))));
    }

    @ParameterizedTest
    @MethodSource("values")
    void shouldGiveBackAnEqualObjectOfTheSameKind(Object value) throws Exception {
        Object copy = CODEC.decode(CODEC.encode(value));

        assertEquals(value, copy);
        if (!(value instanceof List || value instanceof Set || value instanceof Map)) {
            assertSame(value.getClass(), copy.getClass());
        }
    }

    static Stream<Arguments> arrays() {
        return Stream.<Object>of(new byte[]{1, -1}, new short[]{1, -2}, new char[]{'a', '\uFFFF'}, new int[]{1, -2},
                new long[]{1, -2}, new float[]{1.5f}, new double[]{-1.5}, new boolean[]{true, false}, new int[0],
                new String[]{"a", "b"}, new int[][]{{1}, {2, 3}}).map(array -> Arguments.of(array));
    }

    @ParameterizedTest
    @MethodSource("arrays")
    void shouldGiveBackArrays(Object array) {
        Object copy = decoded(array);

        assertSame(array.getClass(), copy.getClass());
        assertEquals(Array.getLength(array), Array.getLength(copy));
        for (int i = 0; i < Array.getLength(array); i++) {
            if (array instanceof int[][] rows) {
                assertArrayEquals(rows[i], (int[]) Array.get(copy, i));
            } else {
                assertEquals(Array.get(array, i), Array.get(copy, i));
            }
        }
    }

    @Test
    void shouldKeepWhatCannotBeModifiedUnmodifiableAndTheRestModifiable() {
        List<Object> fixed = list(List.of(1));
        assertThrows(UnsupportedOperationException.class, () -> fixed.add(2));
        List<Object> growing = list(new ArrayList<>(List.of(1)));
        growing.add(2);

        assertEquals(List.of(1, 2), growing);
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Object value) {
        return (List<Object>) decoded(value);
    }

    private static Object decoded(Object value) {
        try {
            return CODEC.decode(CODEC.encode(value));
        } catch (CodecException failed) {
            throw new AssertionError(failed);
        }
    }

    @Test
    void shouldGiveBackRecordsWithinRecords() {
        Nested nested = new Nested(List.of(new Point(1, 2, "a")), Map.of("b", Optional.of(new Point(3, 4, "b"))),
                new byte[]{7}, new Account("x"));

        Nested copy = assertInstanceOf(Nested.class, decoded(nested));

        assertEquals(nested.points(), copy.points());
        assertEquals(nested.byName(), copy.byName());
        assertArrayEquals((byte[]) nested.raw(), (byte[]) copy.raw());
        assertEquals("x", assertInstanceOf(Account.class, copy.any()).owner);
    }

    @Test
    void shouldKeepADirectBufferDirectAndItsOrderAndLeaveTheSentOneAsItWas() {
        ByteBuffer sent = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).putInt(42);
        sent.flip();

        ByteBuffer copy = assertInstanceOf(ByteBuffer.class, decoded(sent));

        assertTrue(copy.isDirect());
        assertEquals(42, copy.getInt());
        assertEquals(4, sent.remaining());
    }

    @Test
    void shouldRespectWriteReplaceOfARecord() {
        assertEquals("masked", decoded(new Masked("secret")));
    }

    @Test
    void shouldCarryLambdasOfAllowedClasses() {
        int base = 40;
        SerialFunction add = x -> x + base;

        assertEquals(42, assertInstanceOf(SerialFunction.class, decoded(add)).apply(2));
    }

    @Test
    void shouldCarryExceptionsWithTheirCauses() {
        IllegalStateException copy = assertInstanceOf(IllegalStateException.class,
                decoded(new IllegalStateException("outer", new java.io.IOException("inner"))));

        assertEquals("inner", Objects.requireNonNull(copy.getCause()).getMessage());
    }

    @Test
    void shouldRefuseToSendAnArrayOfAClassThatIsNotAllowed() {
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(new Thread[0])), "java.lang.Thread",
                "allow-list");
    }

    @Test
    void shouldSayWhatCannotBeSentAndWhatToDo() {
        assertThrows(NullPointerException.class, () -> CODEC.encode(nothing()));
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(new NotSerial())), "NotSerial",
                "Serializable", "record");
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(List.of(new NotSerial()))), "NotSerial");
        Runnable lambda = () -> {};
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(lambda)), "lambda",
                "Runnable & Serializable");
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(TestJvm.class)), "allow-list",
                "org.weir\"", Codec.ALLOW_PROPERTY);
        List<Object> own = new ArrayList<>();
        own.add(own);
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(own)), "holds itself");
        LinkedList<Object> serialOwn = new LinkedList<>();
        Object nested = 1;
        for (int i = 0; i < 10_000; i++) {
            nested = new LinkedList<>(List.of(nested));
        }
        serialOwn.add(nested);
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(serialOwn)), "nested");
        assertSays(assertThrows(UnsendableException.class, () -> CODEC.encode(
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[]{Serializable.class},
                        (java.lang.reflect.InvocationHandler & Serializable) (proxy, method, arguments) -> 1))),
                "Proxy");
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }

    @Test
    void shouldRefuseClassesThatNobodyNamedBeforeTheyAreLoaded() throws Exception {
        byte[] frame = Codec.allowing("org.weir.TestJvm").encode(org.weir.TestJvm.class);
        ClassRefusedException refused = assertThrows(ClassRefusedException.class, () -> CODEC.decode(frame));
        assertEquals("org.weir.TestJvm", refused.className());
        assertSays(refused, "allow-list");
        assertSame(TestJvm.class, Codec.allowingPackagesOf(TestJvm.class).decode(frame));

        byte[] record = CODEC.encode(new Point(1, 2, "x"));
        byte[] renamed = replace(record, "org.weir.channel.CodecTest$Point", "org.wear.channel.CodecTest$Point");
        assertEquals("org.wear.channel.CodecTest$Point",
                assertThrows(ClassRefusedException.class, () -> CODEC.decode(renamed)).className());
        byte[] unknown = replace(record, "CodecTest$Point", "CodecTest$Paint");
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(unknown)), "cannot load",
                "class path");
        byte[] notARecord = replace(record, "CodecTest$Point", "CodecTest$Empty");
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(notARecord)), "components",
                "version");
        byte[] proxy = replace(CODEC.encode(new Account("o")), "CodecTest$Account", "NoSuchThing$Here!");
        assertThrows(CodecException.class, () -> CODEC.decode(proxy));
    }

    @Test
    void shouldRefuseGadgetsEvenIfTheirPackageIsNamed() throws Exception {
        Codec wide = CODEC.and("org.springframework.core", "java.net.URL");

        assertSays(assertThrows(UnsendableException.class, () -> wide.encode(URI.create("http://localhost").toURL())),
                "never accepted");
        byte[] serial = serialized(URI.create("http://localhost").toURL());
        assertEquals("java.net.URL",
                assertThrows(ClassRefusedException.class, () -> wide.decode(serial)).className());
    }

    /** A frame that a hostile sender would make, with Java's own stream. */
    private static byte[] serialized(Object value) throws Exception {
        var bytes = new java.io.ByteArrayOutputStream();
        try (var out = new java.io.ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        ByteBuffer frame = ByteBuffer.allocate(bytes.size() + 5).order(ByteOrder.LITTLE_ENDIAN);
        return frame.put(Tag.SERIALIZED).putInt(bytes.size()).put(bytes.toByteArray()).array();
    }

    @Test
    void shouldRefuseASmallNestOfSetsThatWouldTakeForEverToHash() throws Exception {
        Set<Object> root = new HashSet<>();
        Set<Object> first = root;
        Set<Object> second = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            Set<Object> left = new HashSet<>();
            Set<Object> right = new HashSet<>(List.of("right"));
            first.add(left);
            first.add(right);
            second.add(left);
            second.add(right);
            first = left;
            second = right;
        }
        byte[] bomb = serialized(root);

        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(bomb)), "many times over");
    }

    @Test
    void shouldRefuseAnArrayLongerThanItsBytes() throws Exception {
        byte[] serial = serialized(new String[100]);
        byte[] huge = replaceInt(serial, 100, Integer.MAX_VALUE - 100);
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(huge)), "announces");
        for (byte tag : new byte[]{Tag.BYTES, Tag.INTS, Tag.LONGS, Tag.STRING_LATIN, Tag.STRING_WIDE, Tag.BOOLEANS}) {
            byte[] frame = {tag, -1, -1, -1, -1, 7, 1, 2, 3};
            assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(frame)), "announces");
        }
        byte[] list = {Tag.COLLECTION, 0, -1, -1, -1, -1, 15, 1};
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(list)), "announces");
        byte[] endless = {Tag.BYTES, -1, -1, -1, -1, -1, -1, 1};
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(endless)), "five bytes");
    }

    @Test
    void shouldRefuseAListThatSaysItIsAMapOfAnOddNumberOfElements() throws Exception {
        byte[] odd = replaceInt(serialized(List.of("a")), 1, 3);
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(odd)), "odd");
    }

    private static byte[] replaceInt(byte[] bytes, int from, int to) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes.clone());
        for (int i = 0; i + 4 <= bytes.length; i++) {
            if (buffer.getInt(i) == from) {
                return buffer.putInt(i, to).array();
            }
        }
        throw new AssertionError(from + " not found");
    }

    private static byte[] replace(byte[] bytes, String from, String to) {
        assertEquals(from.length(), to.length());
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        assertTrue(text.contains(from));
        return text.replace(from, to).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldRefuseFramesThatAreCutOrGoOn() {
        byte[] frame = CODEC.encode(List.of(1, "two", new Point(1, 2, "x")));
        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThrows(MalformedFrameException.class, () -> CODEC.decode(cut));
        }
        assertSays(assertThrows(MalformedFrameException.class,
                () -> CODEC.decode(Arrays.copyOf(frame, frame.length + 1))), "goes on");
        assertThrows(IndexOutOfBoundsException.class, () -> CODEC.decode(frame, 1, frame.length));
        assertThrows(IndexOutOfBoundsException.class, () -> CODEC.decode(frame, -1, 1));
    }

    @Test
    void shouldRefuseWhatTheConstructorOfARecordRefuses() {
        byte[] frame = CODEC.encode(new Positive(5));
        frame[frame.length - 4] = 0;

        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(frame)), "refused", "not positive");
        frame[frame.length - 5] = Tag.FLOAT;
        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(frame)), "Float", "'value'");
    }

    @Test
    void shouldRefuseNestingThatIsTooDeep() {
        byte[] deep = new byte[100_000];
        Arrays.fill(deep, Tag.PRESENT);

        assertSays(assertThrows(MalformedFrameException.class, () -> CODEC.decode(deep)), "deeper than 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*", "com.acme.*", "java", "com", "a b", ".x", "x.", "a..b"})
    void shouldRefuseNamesThatAllowNothingOrTooMuch(String name) {
        assertThrows(IllegalArgumentException.class, () -> Codec.allowing(name));
    }

    @Test
    void shouldBeAValue() throws Exception {
        assertEquals(Codec.allowing("a.b", "c.d"), decoded(Codec.allowing("c.d").and("a.b")));
        assertEquals(Codec.allowing("a.b").hashCode(), Codec.allowing("a.b").hashCode());
    }
}
