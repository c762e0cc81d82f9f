package org.weir.scenario;

import java.util.Arrays;
import java.util.List;

/**
 * A parameter of a scenario: a parameter of its constructor.
 *
 * @param name its name
 * @param type a primitive, {@code String} or an enum
 * @param values its values as text, in order of declaration; never empty
 */
public record ParamModel(String name, Class<?> type, List<String> values) {
    /** Copies the list. */
    public ParamModel {
        values = List.copyOf(values);
    }

    /**
     * The value that a text stands for, to be passed to the constructor. It need not be one of {@link #values}.
     *
     * @param text the text
     * @return a {@code String}, a constant of the enum, or the primitive's wrapper
     * @throws IllegalArgumentException if it stands for none; the message names the parameter, the text and the type
     */
    public Object parse(String text) {
        try {
            return parse(type, text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("\"" + text + "\" is no value of the parameter " + name + ": it is a "
                    + type.getSimpleName() + rangeOf(type), e);
        }
    }

    static Object parse(Class<?> type, String text) {
        return switch (type.getName()) {
            case "boolean" -> parseBoolean(text);
            case "byte" -> Byte.valueOf(text);
            case "short" -> Short.valueOf(text);
            case "int" -> Integer.valueOf(text);
            case "long" -> Long.valueOf(text);
            case "float" -> Float.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "char" -> parseChar(text);
            case "java.lang.String" -> text;
            default -> parseEnum(type, text);
        };
    }

    static String rangeOf(Class<?> type) {
        return switch (type.getName()) {
            case "byte" -> " (" + Byte.MIN_VALUE + " to " + Byte.MAX_VALUE + ")";
            case "short" -> " (" + Short.MIN_VALUE + " to " + Short.MAX_VALUE + ")";
            case "int" -> " (" + Integer.MIN_VALUE + " to " + Integer.MAX_VALUE + ")";
            case "long" -> " (" + Long.MIN_VALUE + " to " + Long.MAX_VALUE + ")";
            case "char" -> " (one character)";
            case "boolean" -> " (true or false)";
            default -> type.isEnum() ? " (one of " + Arrays.toString(type.getEnumConstants()) + ")" : "";
        };
    }

    private static boolean parseBoolean(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new IllegalArgumentException(text);
        }
        return Boolean.parseBoolean(text);
    }

    private static char parseChar(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException(text);
        }
        return text.charAt(0);
    }

    private static Object parseEnum(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> ((Enum<?>) constant).name().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text));
    }
}
