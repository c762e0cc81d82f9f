package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Every access mode of every cell and array, in shared memory and on the heap, against a plain model and with the bytes
 * around it watched. The methods are found by reflection, so that none can be forgotten.
 */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a broken exchange spins
class AccessModesTest {

    private static final int LENGTH = 5;
    private static final int STEPS_PER_METHOD = 40;
    private static final long SEED = 25;
    private static final int SIZE = 256;

    /** An object under test with what is needed to build another. */
    private record Subject(Class<?> type, boolean mapped) {

        boolean isArray() {
            return type.getSimpleName().endsWith("Array");
        }

        Class<?> element() throws ReflectiveOperationException {
            return type.getMethod("get", isArray() ? new Class<?>[]{int.class} : new Class<?>[0]).getReturnType();
        }

        List<Method> modes() {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> Modifier.isPublic(method.getModifiers())
                            && Modifier.isAbstract(method.getModifiers()))
                    .filter(method -> !method.getName().equals("length"))
                    .sorted(Comparator.comparing(Method::getName))
                    .toList();
        }

        Object create() throws ReflectiveOperationException {
            return isArray()
                    ? type.getMethod("create", int.class).invoke(null, LENGTH)
                    : type.getMethod("create").invoke(null);
        }

        @Override
        public String toString() {
            return type.getSimpleName() + (mapped ? " in shared memory" : " on the heap");
        }
    }

    static List<Class<?>> cells() {
        return List.of(SharedInt.class, SharedLong.class, SharedFloat.class, SharedDouble.class, SharedByte.class,
                SharedShort.class, SharedChar.class, SharedBoolean.class);
    }

    static List<Class<?>> arrays() {
        return List.of(SharedIntArray.class, SharedLongArray.class, SharedFloatArray.class, SharedDoubleArray.class,
                SharedByteArray.class, SharedShortArray.class, SharedCharArray.class, SharedBooleanArray.class);
    }

    static List<Subject> subjects() {
        return Stream.concat(cells().stream(), arrays().stream())
                .flatMap(type -> Stream.of(new Subject(type, true), new Subject(type, false)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldHaveTheModesThatVarHandleHasForItsType(Subject subject) throws Exception {
        List<String> expected = new ArrayList<>(List.of("getPlain", "getOpaque", "getAcquire", "get", "setPlain",
                "setOpaque", "setRelease", "set", "compareAndSet", "weakCompareAndSet", "weakCompareAndSetPlain",
                "weakCompareAndSetAcquire", "weakCompareAndSetRelease"));
        List<String> families = new ArrayList<>(List.of("compareAndExchange", "getAndSet"));
        if (subject.element() != boolean.class) {
            families.add("getAndAdd");
        }
        if (subject.element() != float.class && subject.element() != double.class) {
            families.addAll(List.of("getAndBitwiseOr", "getAndBitwiseAnd", "getAndBitwiseXor"));
        }
        families.forEach(name -> Stream.of("", "Acquire", "Release").forEach(mode -> expected.add(name + mode)));

        assertEquals(expected.stream().sorted().toList(), subject.modes().stream().map(Method::getName).toList());
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void shouldDoWhatTheModelDoesAndTouchNothingElse(Subject subject) throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(SIZE, Alignment.LINE);
        for (int shift = 0; shift < Long.BYTES; shift++) {
            Object object = subject.mapped() ? construct(subject, memory, shift) : subject.create();
            assertTrue(object.getClass().getSimpleName().startsWith(subject.mapped() ? "Mapped" : "Heap"));
            compareWithModel(subject, object, memory, new Random(SEED + shift));
        }
    }

    private static Object construct(Subject subject, MemorySegment memory, int shift) throws Exception {
        memory.fill((byte) 0x5A);
        try (Construction construction = Construction.open(new Cursor(memory.address()), SIZE, Path.of("/"))) {
            for (int i = 0; i < Alignment.LINE + shift; i++) {
                SharedByte.create((byte) 0xA5);
            }
            Object object = subject.create();
            assertEquals(object, construction.objects().getLast());
            return object;
        }
    }

    private static void compareWithModel(Subject subject, Object object, MemorySegment memory, Random random)
            throws Exception {
        Object[] model = new Object[subject.isArray() ? LENGTH : 1];
        Arrays.fill(model, value(subject.element(), 0));
        List<Method> modes = subject.modes();
        Method read = modes.stream().filter(method -> method.getName().equals("get")).findAny().orElseThrow();
        for (int step = 0; step < STEPS_PER_METHOD * modes.size(); step++) {
            Method mode = modes.get(random.nextInt(modes.size()));
            int index = random.nextInt(model.length);
            Object[] operands = new Object[mode.getParameterCount() - (subject.isArray() ? 1 : 0)];
            for (int i = 0; i < operands.length; i++) {
                operands[i] = i == 0 && mode.getName().contains("ompare") && random.nextBoolean()
                        ? model[index]
                        : random(subject.element(), random);
            }
            byte[] before = memory.toArray(ValueLayout.JAVA_BYTE);
            String what = subject + " step " + step + ": " + mode.getName() + Arrays.toString(operands) + " of "
                    + model[index];

            Object result = call(mode, object, subject, index, operands);

            Cells.Step expected = Cells.model(mode.getName(), model[index], operands);
            if (mode.getName().startsWith("weak") && Boolean.FALSE.equals(result)) {
                expected = new Cells.Step(model[index], false);
            }
            assertEquals(expected.result(), result, what);
            model[index] = expected.value();
            for (int i = 0; i < model.length; i++) {
                assertEquals(model[i], call(read, object, subject, i), what);
            }
            if (subject.mapped()) {
                assertOnlyChanged(subject, object, memory, before, what);
            }
        }
    }

    private static void assertOnlyChanged(Subject subject, Object object, MemorySegment memory, byte[] before,
            String what)
            throws Exception {
        int size = subject.type().getField("BYTES").getInt(null) * (subject.isArray() ? LENGTH : 1);
        var field = object.getClass().getDeclaredField("offset");
        field.setAccessible(true);
        int offset = (int) field.getLong(object);
        byte[] after = memory.toArray(ValueLayout.JAVA_BYTE);
        System.arraycopy(before, offset, after, offset, size);
        assertArrayEquals(before, after, what);
    }

    private static Object call(Method mode, Object object, Subject subject, int index, Object... operands)
            throws Exception {
        Object[] arguments = operands;
        if (subject.isArray()) {
            arguments = new Object[operands.length + 1];
            arguments[0] = index;
            System.arraycopy(operands, 0, arguments, 1, operands.length);
        }
        return Cells.orVoid(mode.invoke(object, arguments));
    }

    private static Object value(Class<?> element, int number) {
        return Cells.convert(element, number);
    }

    private static Object random(Class<?> element, Random random) {
        List<Object> special = Cells.special(element);
        return random.nextInt(3) == 0 ? special.get(random.nextInt(special.size()))
                : value(element, random.nextInt(8) - 4);
    }

    static List<Subject> arraySubjects() {
        return subjects().stream().filter(Subject::isArray).toList();
    }

    @ParameterizedTest
    @MethodSource("arraySubjects")
    void shouldRefuseAnIndexOutsideTheArray(Subject subject) throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(SIZE, Alignment.LINE);
        Object array = subject.mapped() ? construct(subject, memory, 0) : subject.create();
        assertEquals(LENGTH, subject.type().getMethod("length").invoke(array));
        for (Method mode : subject.modes()) {
            Object[] operands = new Object[mode.getParameterCount() - 1];
            Arrays.fill(operands, value(subject.element(), 0));
            for (int index : new int[]{-1, LENGTH, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
                InvocationTargetException thrown = assertThrows(InvocationTargetException.class,
                        () -> call(mode, array, subject, index, operands), () -> mode.getName() + " at " + index);
                assertInstanceOf(IndexOutOfBoundsException.class, thrown.getCause());
            }
        }
    }

    static List<Class<?>> divisibleCells() {
        return cells().stream().filter(type -> type != SharedByte.class && type != SharedBoolean.class).toList();
    }

    @ParameterizedTest
    @MethodSource("divisibleCells")
    void shouldHavePlainAccessOnlyAcrossALine(Class<?> type) throws Exception {
        MemorySegment memory = Arena.ofAuto().allocate(SIZE, Alignment.LINE);
        Subject subject = new Subject(type, true);
        Object cell;
        try (Construction construction = Construction.open(new Cursor(memory.address()), SIZE, Path.of("/"))) {
            cell = type.getMethod("create", Alignment.class).invoke(null, Alignment.ACROSS_LINE);
            int size = type.getField("BYTES").getInt(null);
            assertEquals(Alignment.LINE - size / 2, construction.creations().getFirst().offset());
        }
        memory.fill((byte) 0);
        Method write = type.getMethod("setPlain", subject.element());
        for (Object value : Cells.special(subject.element())) {
            write.invoke(cell, value);
            assertEquals(value, type.getMethod("getPlain").invoke(cell));
        }
        write.invoke(cell, Cells.special(subject.element()).getFirst());
        assertTrue(memory.get(ValueLayout.JAVA_BYTE, Alignment.LINE - 1) != 0, "the last byte of the one line");
        assertTrue(memory.get(ValueLayout.JAVA_BYTE, Alignment.LINE) != 0, "the first byte of the next");

        for (Method mode : subject.modes()) {
            if (!mode.getName().endsWith("Plain") || mode.getName().startsWith("weak")) {
                Object[] operands = new Object[mode.getParameterCount()];
                Arrays.fill(operands, value(subject.element(), 0));
                InvocationTargetException thrown = assertThrows(InvocationTargetException.class,
                        () -> mode.invoke(cell, operands), mode.getName());
                assertInstanceOf(UnsupportedOperationException.class, thrown.getCause());
                assertTrue(thrown.getCause().toString().contains(mode.getName() + " wants another alignment"));
            }
        }
    }

    @Test
    void shouldShowItsValue() {
        assertEquals("SharedInt[7]", SharedInt.create(7).toString());
        assertEquals("SharedBoolean[true]", SharedBoolean.create(true).toString());
        assertEquals("SharedIntArray[3 elements]", SharedIntArray.create(3).toString());
    }
}
