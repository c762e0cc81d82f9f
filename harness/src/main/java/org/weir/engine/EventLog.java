package org.weir.engine;

import org.weir.results.HistoryEvent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one worker did in a sample, in shared memory, so that it can be read after the worker was killed.
 *
 * <p>
 * Threads of the worker write, the coordinator reads. A slot is taken by an atomic increment, filled, and released by its
 * operation, which is its first word and 0 until then: an event that its writer did not live to finish is not seen. What
 * finds no room is left out. Times are those of {@link System#nanoTime}.
 */
final class EventLog {
    /** What is recorded. */
    enum Operation {
        /** An actor's method, from its call to its return. */
        ACTOR(1),
        /** The arbiter's method. */
        ARBITER(2),
        /** A named point in the code. */
        POINT(3),
        /** A signal that the worker raised against itself. */
        FAULT(4);

        private final int code;

        Operation(int code) {
            this.code = code;
        }

        static Optional<Operation> of(int code) {
            return Arrays.stream(values()).filter(operation -> operation.code == code).findFirst();
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int SLOTS = 48;
    private static final int SLOT_BYTES = 96;
    private static final int START = 8;
    private static final int END = 16;
    private static final int LENGTH = 24;
    private static final int TEXT = 28;
    private static final int MOST_TEXT = SLOT_BYTES - TEXT;

    /** Bytes of one log. */
    static final long BYTES = SegmentLayout.LINE + (long) SLOTS * SLOT_BYTES;

    private final long taken;
    private final long slots;

    /**
     * @param address zeroed memory of {@link #BYTES} bytes
     */
    EventLog(long address) {
        this.taken = address;
        this.slots = address + SegmentLayout.LINE;
    }

    /** Forgets everything; nobody may be writing. */
    void clear() {
        int used = Math.min(SLOTS, Cells.getIntVolatile(taken));
        for (int i = 0; i < used; i++) {
            Cells.putLong(slots + (long) i * SLOT_BYTES, 0);
        }
        Cells.putIntVolatile(taken, 0);
    }

    /** Records the beginning of an operation; returns its slot for {@link #end}, or -1 if there is no room. */
    int begin(Operation operation, String text) {
        if (Cells.getIntVolatile(taken) >= SLOTS) {
            return -1;
        }
        int slot = Cells.getAndAddInt(taken, 1);
        if (slot >= SLOTS) {
            return -1;
        }
        long address = slots + (long) slot * SLOT_BYTES;
        byte[] bytes = fitting(text);
        Cells.putLong(address + START, System.nanoTime());
        Cells.putLong(address + END, 0);
        Cells.putInt(address + LENGTH, bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            Cells.putByte(address + TEXT + i, bytes[i]);
        }
        Cells.putIntRelease(address, operation.code);
        return slot;
    }

    /** Records the end of an operation. */
    void end(int slot) {
        if (slot >= 0) {
            Cells.putLongRelease(slots + (long) slot * SLOT_BYTES + END, System.nanoTime());
        }
    }

    /** Records something without duration. */
    void instant(Operation operation, String text) {
        int slot = begin(operation, text);
        if (slot >= 0) {
            long address = slots + (long) slot * SLOT_BYTES;
            Cells.putLongRelease(address + END, Cells.getLong(address + START));
        }
    }

    /**
     * What was recorded, ordered by its start. An operation that did not end is taken to have lasted until {@code now}.
     *
     * @param process name of the process
     * @param zero the {@code System.nanoTime()} that times are counted from
     * @param now the {@code System.nanoTime()} until which open operations last
     */
    List<HistoryEvent> read(String process, long zero, long now) {
        List<HistoryEvent> events = new ArrayList<>();
        int used = Math.min(SLOTS, Cells.getIntVolatile(taken));
        for (int i = 0; i < used; i++) {
            long address = slots + (long) i * SLOT_BYTES;
            Optional<Operation> operation = Operation.of(Cells.getIntAcquire(address));
            if (operation.isEmpty()) {
                continue;
            }
            long start = Cells.getLong(address + START);
            long end = Cells.getLongAcquire(address + END);
            byte[] bytes = new byte[Math.clamp(Cells.getInt(address + LENGTH), 0, MOST_TEXT)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = Cells.getByte(address + TEXT + at);
            }
            events.add(new HistoryEvent(process, "", operation.get().label(),
                    new String(bytes, StandardCharsets.UTF_8), start - zero,
                    Math.max(start, end == 0 ? now : end) - zero));
        }
        return events;
    }

    private static byte[] fitting(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= MOST_TEXT) {
            return bytes;
        }
        int end = MOST_TEXT;
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) {
            end--;
        }
        return Arrays.copyOf(bytes, end);
    }
}
