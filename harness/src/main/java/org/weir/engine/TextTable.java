package org.weir.engine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The texts that one worker has made of reference values, numbered from 1 in the order in which they appeared; 0 stands
 * for {@code null}. One process appends, any may read while it does: a text is written before the count that covers it
 * is released.
 */
final class TextTable {
    /** A longer text is cut here; what was cut is replaced by its length and hash, so that different texts stay so. */
    static final int MAX_CHARS = 4096;

    /** Size of a table. */
    static final long BYTES = 256 * 1024;

    private static final int HEADER = 16;
    private static final String FULL = "(text table full)";

    private final long address;
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> texts = new ArrayList<>(List.of("null"));
    private long readTo = HEADER;

    /**
     * @param address zeroed memory of {@link #BYTES} bytes
     */
    TextTable(long address) {
        this.address = address;
    }

    /** The number of a value's text; appends it if it is new. Only the owning worker calls this. */
    int id(Object value) {
        if (value == null) {
            return 0;
        }
        String text = String.valueOf(value);
        Integer known = ids.get(text);
        if (known != null) {
            return known;
        }
        int id = append(clip(text));
        ids.put(text, id);
        return id;
    }

    private static String clip(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        return text.substring(0, MAX_CHARS) + "... (" + text.length() + " chars, hash "
                + Integer.toHexString(text.hashCode()) + ")";
    }

    private int append(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int count = Cells.getInt(address);
        long end = Math.max(HEADER, Cells.getLong(address + 8));
        if (end + 4 + bytes.length > BYTES) {
            Cells.putIntRelease(address + 4, 1);
            throw new IllegalStateException(FULL);
        }
        Cells.putInt(address + end, bytes.length);
        MemorySegment.copy(bytes, 0, Cells.memory(), ValueLayout.JAVA_BYTE, address + end + 4, bytes.length);
        Cells.putLong(address + 8, end + 4 + (bytes.length + 3L) / 4 * 4);
        Cells.putIntRelease(address, count + 1);
        return count + 1;
    }

    /** Whether a text did not fit. */
    boolean overflowed() {
        return Cells.getIntAcquire(address + 4) != 0;
    }

    /** The text of a number that the owning worker has handed out. */
    String text(int id) {
        while (texts.size() <= id) {
            if (Cells.getIntAcquire(address) < texts.size()) {
                throw new IllegalStateException("no text has the number " + id);
            }
            int length = Cells.getInt(address + readTo);
            byte[] bytes = new byte[length];
            MemorySegment.copy(Cells.memory(), ValueLayout.JAVA_BYTE, address + readTo + 4, bytes, 0, length);
            texts.add(new String(bytes, StandardCharsets.UTF_8));
            readTo += 4 + (length + 3L) / 4 * 4;
        }
        return texts.get(id);
    }
}
