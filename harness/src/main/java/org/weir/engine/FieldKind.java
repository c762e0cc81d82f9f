package org.weir.engine;

/** How the value of a result field is carried in a result record and in the key of an outcome. */
enum FieldKind {
    BOOLEAN(1),
    BYTE(1),
    CHAR(2),
    SHORT(2),
    INT(4),
    LONG(8),
    FLOAT(4),
    DOUBLE(8),
    /** A reference: its text, as a number in the dictionary of the worker that turned it into text. */
    TEXT(4);

    private final int bytes;

    FieldKind(int bytes) {
        this.bytes = bytes;
    }

    /** Size of a value in a record; values are aligned to their size. */
    int bytes() {
        return bytes;
    }

    static FieldKind of(Class<?> type) {
        if (!type.isPrimitive()) {
            return TEXT;
        }
        return valueOf(type.getName().toUpperCase(java.util.Locale.ROOT));
    }

    /** The text that a value has in an outcome id: what string concatenation would make of it. */
    String text(long bits) {
        return switch (this) {
            case BOOLEAN -> String.valueOf((bits & 1) != 0);
            case BYTE -> String.valueOf((byte) bits);
            case CHAR -> String.valueOf((char) bits);
            case SHORT -> String.valueOf((short) bits);
            case INT -> String.valueOf((int) bits);
            case LONG -> String.valueOf(bits);
            case FLOAT -> String.valueOf(Float.intBitsToFloat((int) bits));
            case DOUBLE -> String.valueOf(Double.longBitsToDouble(bits));
            case TEXT -> throw new IllegalStateException("a text is looked up in a dictionary");
        };
    }

    /** The text of the value that a field has before anybody wrote it. */
    String defaultText() {
        return this == TEXT ? "null" : text(0);
    }
}
