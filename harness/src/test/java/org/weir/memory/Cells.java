package org.weir.memory;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What an access mode does to a value, said once for all types on boxed values. */
final class Cells {

    /** What {@code void} methods return. */
    static final Object NOTHING = "nothing";

    private Cells() {}

    /** The value afterwards and what the method returns. */
    record Step(Object value, Object result) {}

    static Object orVoid(@Nullable Object result) {
        return result == null ? NOTHING : result;
    }

    static Step model(String mode, Object old, Object... operands) {
        if (mode.startsWith("getAndSet")) {
            return new Step(operands[0], old);
        }
        if (mode.startsWith("getAndAdd")) {
            return new Step(add(old, operands[0]), old);
        }
        if (mode.startsWith("getAndBitwise")) {
            return new Step(bitwise(mode, old, operands[0]), old);
        }
        if (mode.startsWith("get")) {
            return new Step(old, old);
        }
        if (mode.startsWith("set")) {
            return new Step(operands[0], NOTHING);
        }
        // boxed equality compares floating point values by their bits, as VarHandle does, but for the NaNs' payloads
        boolean equal = old.equals(operands[0]);
        return new Step(equal ? operands[1] : old, mode.startsWith("compareAndExchange") ? old : (Object) equal);
    }

    private static Object add(Object old, Object delta) {
        return switch (old) {
            case Float value -> value + (Float) delta;
            case Double value -> value + (Double) delta;
            default -> convert(old.getClass(), bits(old) + bits(delta));
        };
    }

    private static Object bitwise(String mode, Object old, Object mask) {
        long left = bits(old);
        long right = bits(mask);
        return convert(old.getClass(),
                mode.contains("BitwiseOr") ? left | right
                        : mode.contains("BitwiseAnd") ? left & right : left ^ right);
    }

    private static long bits(Object value) {
        return switch (value) {
            case Character character -> character;
            case Boolean truth -> truth ? 1 : 0;
            case Number number -> number.longValue();
            default -> throw new AssertionError(value);
        };
    }

    static Object convert(Class<?> type, long number) {
        return switch (type.getSimpleName()) {
            case "int", "Integer" -> (int) number;
            case "long", "Long" -> number;
            case "float", "Float" -> (float) number;
            case "double", "Double" -> (double) number;
            case "byte", "Byte" -> (byte) number;
            case "short", "Short" -> (short) number;
            case "char", "Character" -> (char) number;
            case "boolean", "Boolean" -> (number & 1) != 0;
            default -> throw new AssertionError(type);
        };
    }

    /** Values at the edges; the first has no zero byte. */
    static List<Object> special(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "int" -> List.of(0x81828384, Integer.MIN_VALUE, Integer.MAX_VALUE, -1, 0);
            case "long" -> List.of(0x8182838485868788L, Long.MIN_VALUE, Long.MAX_VALUE, -1L, 0L);
            case "float" -> List.of(Float.intBitsToFloat(0x41828384), Float.NaN, -0.0f, 0.0f, Float.MIN_VALUE,
                    Float.NEGATIVE_INFINITY);
            case "double" -> List.of(Double.longBitsToDouble(0x4182838485868788L), Double.NaN, -0.0, 0.0,
                    Double.MIN_VALUE, Double.POSITIVE_INFINITY);
            case "byte" -> List.of((byte) 0x81, Byte.MIN_VALUE, Byte.MAX_VALUE, (byte) -1, (byte) 0);
            case "short" -> List.of((short) 0x8182, Short.MIN_VALUE, Short.MAX_VALUE, (short) -1, (short) 0);
            case "char" -> List.of('\u8182', Character.MAX_VALUE, '\u8000', '\0');
            case "boolean" -> List.of(true, false);
            default -> throw new AssertionError(type);
        };
    }
}
