package org.weir.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.weir.conformance.Row.Mode.PROCESSES;
import static org.weir.conformance.Row.Mode.THREADS;
import static org.weir.sync.Waits.inThread;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.weir.conformance.Row;
import org.weir.memory.Length;
import org.weir.memory.RawArray;
import org.weir.memory.RawValue;
import org.weir.memory.StructType;
import org.weir.memory.ValueType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
@SuppressWarnings({"LockNotBeforeTry", "ArrayRecordComponent"})
class SharedValuesTest {

    private static Peer peer;

    @BeforeAll
    static void start() throws IOException {
        peer = Peer.start("the peer");
    }

    @AfterAll
    static void stop() {
        peer.close();
    }

    private static final Map<Character, List<?>> EXTREMES = Map.ofEntries(Map.entry('?', List.of(true, false)),
            Map.entry('c', List.of((byte) -128, (byte) 127)), Map.entry('b', List.of((byte) -128, (byte) 127)),
            Map.entry('B', List.of(0, 255)), Map.entry('h', List.of(Short.MIN_VALUE, Short.MAX_VALUE)),
            Map.entry('H', List.of(0, 65535)), Map.entry('i', List.of(Integer.MIN_VALUE, Integer.MAX_VALUE)),
            Map.entry('I', List.of(0L, 4294967295L)), Map.entry('u', List.of(0, 0x10FFFF)),
            Map.entry('l', List.of(Long.MIN_VALUE, Long.MAX_VALUE)),
            Map.entry('q', List.of(Long.MIN_VALUE, Long.MAX_VALUE)), Map.entry('L', List.of(0L, -1L)),
            Map.entry('Q', List.of(0L, -1L)),
            Map.entry('f', List.of(Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY)),
            Map.entry('d', List.of(Double.MIN_VALUE, Double.NaN, 3.5)));

    /** Writes a value here and reads it in the peer, and the other way round. */
    private static <T> void assertCarries(ValueType<T> type, Object value) throws Exception {
        T typed = type.javaType().cast(value);
        RawValue<T> raw = RawValue.create(type, typed);
        ProcessValue<T> locked = ProcessValue.create(type, typed);
        RawArray<T> array = RawArray.create(type, 2);
        peer.run(() -> {
            if (!raw.get().equals(locked.get())) {
                throw new IllegalStateException(raw + " and " + locked);
            }
            array.set(1, raw.get());
        });
        assertEquals(value, array.get(1));
        assertEquals(value, locked.get());
    }

    @Test
    @Row({"SH02"})
    void shouldCarryTheExtremesOfEveryTypeCode() throws Exception {
        for (Map.Entry<Character, List<?>> entry : EXTREMES.entrySet()) {
            ValueType<?> type = ValueType.of(entry.getKey());
            for (Object value : entry.getValue()) {
                assertCarries(type, value);
            }
        }
        assertEquals(13, ValueType.scalars().size());
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> ValueType.of('z'));
        assertTrue(String.valueOf(unknown.getMessage()).contains("unsigned long 'L'"), unknown::getMessage);
    }

    record Large(@Length(1 << 30) byte[] content) {}

    @Test
    void shouldRefuseWhatATypeCannotHold() {
        RawValue<Integer> small = RawValue.create(ValueType.UBYTE, 255);
        assertThrows(IllegalArgumentException.class, () -> small.set(256));
        assertThrows(IllegalArgumentException.class, () -> small.set(-1));
        assertEquals(255, small.get());
        assertThrows(IllegalArgumentException.class, () -> RawValue.create(ValueType.USHORT, 65536));
        assertThrows(IllegalArgumentException.class, () -> RawValue.create(ValueType.UINT, -1L));
        assertThrows(IllegalArgumentException.class, () -> RawValue.create(ValueType.WCHAR, 0x110000));
        RawArray<Integer> array = RawArray.create(ValueType.INT, 3);
        for (int index : new int[]{-1, 3, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
            assertThrows(IndexOutOfBoundsException.class, () -> array.get(index));
            assertThrows(IndexOutOfBoundsException.class, () -> array.set(index, 1));
        }
        assertThrows(IllegalArgumentException.class, () -> RawArray.create(ValueType.INT, -1));
        assertThrows(UncheckedIOException.class,
                () -> RawArray.create(StructType.of(Large.class), Integer.MAX_VALUE), "more than any machine has");
        assertEquals(0, RawArray.create(ValueType.INT, 0).length());
    }

    @Test
    @Row({"SH03", "SH04", "SH05", "SH09"})
    void shouldHaveTheLockItWasGivenOrOneOfItsOwn() throws Exception {
        ProcessValue<Integer> value = ProcessValue.create(ValueType.INT, 5);
        ProcessArray<Integer> array = ProcessArray.create(ValueType.INT, 5);
        assertTrue(value.lock() instanceof ReentrantProcessLock && array.lock() instanceof ReentrantProcessLock);
        assertEquals(5, value.raw().get());
        assertEquals(0, array.raw().get(0));
        FairProcessLock lock = FairProcessLock.create();
        assertSame(lock, ProcessValue.create(ValueType.INT, 5, lock).lock());
        assertSame(lock, ProcessArray.create(ValueType.INT, 5, lock).lock());
        value.lock().lock();
        try {
            value.set(value.get() + 1);
            CompletableFuture<Integer> waits = peer.submit(value::get);
            assertEquals(false, peer.call(() -> value.lock().tryLock()));
            assertFalse(waits.isDone());
            value.lock().unlock();
            assertEquals(6, Peer.get(waits));
        } finally {
            value.lock().lock();
            value.lock().unlock();
        }
        assertEquals("ProcessValue[int 'i', 6, ReentrantProcessLock[free]]", value.toString());
        assertEquals("ProcessArray[5 of int 'i', ReentrantProcessLock[free]]", array.toString());
    }

    @Test
    void shouldLoseNoCompoundUpdate() throws Exception {
        ProcessValue<Long> value = ProcessValue.create(ValueType.LONG, 0L);
        ProcessArray<Long> array = ProcessArray.create(ValueType.LONG, 3);
        Peer.Action work = () -> {
            for (int i = 0; i < 2000; i++) {
                value.update(before -> before + 1);
                array.update(i % 3, before -> before + 1);
            }
        };
        CompletableFuture<Boolean> there = peer.begin(work);
        CompletableFuture<Boolean> here = inThread(() -> {
            work.run();
            return true;
        });
        assertTrue(Peer.get(there) && Peer.get(here));
        assertEquals(4000, value.get());
        assertEquals(4000, array.toList().stream().mapToLong(Long::longValue).sum());
    }

    @Test
    @Row(value = "SH07", modes = {PROCESSES, THREADS})
    void shouldComputeInPlaceInAnotherProcess() throws Exception {
        List<Integer> numbers = IntStream.of(680, 626, 934, 821, 150, 233, 548, 982, 714, 831).boxed().toList();
        List<Integer> expected = new ArrayList<>(numbers);
        for (int i = 1; i < expected.size(); i++) {
            expected.set(i, expected.get(i) + expected.get(i - 1));
        }
        ProcessArray<Integer> locked = ProcessArray.of(ValueType.INT, numbers);
        RawArray<Integer> raw = RawArray.of(ValueType.INT, numbers);
        peer.run(() -> {
            sumInPlace(raw);
            locked.locked(array -> {
                sumInPlace(array);
                return array.length();
            });
        });
        assertEquals(expected, locked.toList());
        assertEquals(expected, raw.asList());
        List<Integer> seen = new ArrayList<>();
        raw.forEach(seen::add);
        assertEquals(expected, seen);
    }

    private static void sumInPlace(RawArray<Integer> array) {
        for (int i = 1; i < array.length(); i++) {
            array.set(i, array.get(i) + array.get(i - 1));
        }
    }

    @Test
    @Row("SH08")
    void shouldBeZeroAtFirstAlsoOnReusedMemory() {
        for (int round = 0; round < 3; round++) {
            RawArray<Integer> array = RawArray.create(ValueType.INT, 1000);
            assertTrue(array.asList().stream().allMatch(element -> element == 0));
            array.asList().replaceAll(element -> 42);
            array.free();
        }
    }

    /** A struct as a record. */
    record Point(double x, double y) {}

    /** A struct with a struct, a text, and padding. */
    record Pixel(byte depth, Point at, char mark, boolean on, @Length(8) String name, @Length(3) byte[] colour) {}

    private static Point doubled(Point point) {
        return new Point(point.x() * 2, point.y() * 2);
    }

    @Test
    @Row("SH10")
    void shouldDoubleScalarsStructsArraysAndTextInAnotherProcess() throws Exception {
        RawValue<Integer> x = RawValue.create(ValueType.INT, 7);
        ProcessValue<Double> y = ProcessValue.create(ValueType.DOUBLE, 1.0 / 3.0);
        ProcessValue<Point> foo = ProcessValue.create(StructType.of(Point.class), new Point(3, 2));
        RawArray<Double> array = RawArray.of(ValueType.DOUBLE,
                IntStream.range(0, 10).mapToObj(i -> (double) i).toList());
        RawArray<Byte> text = RawArray.create(ValueType.CHAR, 20);
        byte[] hello = "hello".getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < hello.length; i++) {
            text.set(i, hello[i]);
        }
        peer.run(() -> {
            x.set(x.get() * 2);
            y.update(before -> before * 2);
            foo.update(SharedValuesTest::doubled);
            array.asList().replaceAll(element -> element * 2);
            for (int i = 0; i < 5; i++) {
                text.set(5 + i, text.get(i));
            }
        });
        assertEquals(14, x.get());
        assertEquals(2.0 / 3.0, y.get());
        assertEquals(new Point(6, 4), foo.get());
        assertEquals(18.0, array.get(9));
        byte[] bytes = new byte[10];
        Arrays.setAll(text.asList().subList(0, 10).toArray(), i -> bytes[i] = text.get(i));
        assertEquals("hellohello", new String(bytes, StandardCharsets.UTF_8));
    }

    @Test
    void shouldLayARecordOutAsCDoes() {
        StructType<Pixel> type = StructType.of(Pixel.class);
        assertEquals("struct Pixel[depth at 0, at at 8, mark at 24, on at 26, name at 27, colour at 35; 40 bytes]",
                type.toString());
        assertEquals(8, type.alignment());
        assertEquals(24, type.offset("mark"));
        assertThrows(IllegalArgumentException.class, () -> type.offset("absent"));
        RawValue<Pixel> value = RawValue.create(type,
                new Pixel((byte) 1, new Point(2, 3), '\uFFFF', true, "größer", new byte[]{1, 2}));
        Pixel read = value.get();
        assertEquals(new Point(2, 3), read.at());
        assertEquals('\uFFFF', read.mark());
        assertTrue(read.on());
        assertEquals("größer", read.name());
        assertEquals(List.of((byte) 1, (byte) 2, (byte) 0),
                List.of(read.colour()[0], read.colour()[1], read.colour()[2]));
        Pixel tooLong = new Pixel((byte) 9, new Point(0, 0), 'x', false, "123456789", new byte[0]);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> value.set(tooLong));
        assertTrue(String.valueOf(refused.getMessage()).contains("'name'"), refused::getMessage);
        assertThrows(IllegalArgumentException.class,
                () -> value.set(new Pixel((byte) 9, new Point(0, 0), 'x', false, "a\0b", new byte[0])));
        assertEquals(1, value.get().depth(), "nothing was written");
    }

    record NoLength(String text) {}

    record LengthOfInt(@Length(4) int number) {}

    record NoLayout(List<Integer> list) {}

    record Empty() {}

    @Test
    void shouldSayWhyARecordHasNoLayout() {
        for (Class<? extends Record> type : List.of(NoLength.class, LengthOfInt.class, NoLayout.class, Empty.class)) {
            IllegalArgumentException thrown = assertThrows(IllegalArgumentException.class, () -> StructType.of(type));
            assertTrue(String.valueOf(thrown.getMessage()).contains(type.getName()), thrown::getMessage);
        }
    }

    @Test
    void shouldSayThatAProcessDiedInTheMiddleOfAChange() throws Exception {
        ProcessValue<Integer> value = ProcessValue.create(ValueType.INT, 1);
        try (Peer mortal = Peer.start("the mortal")) {
            mortal.run(() -> {
                value.lock().lock();
                value.raw().set(2);
            });
            mortal.kill();
        }
        assertThrows(OwnerDiedException.class, value::get);
        assertThrows(OwnerDiedException.class, () -> value.update(before -> before + 1));
        try (Recovery recovery = value.lock().recover(Waits.SOON)) {
            value.raw().set(1);
            recovery.consistent();
        }
        assertEquals(1, value.get());
    }
}
