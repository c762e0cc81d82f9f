package org.weir.engine;

import org.weir.scenario.ResultField;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Where each result field lies: in the record of the actor that writes it, and in the key of an outcome.
 *
 * <p>
 * Every actor has an array of records of its own, one record a state of the stride, so that no two actors write to one
 * cache line while they act. A key is one or more {@code long}s into which the fields are packed in their order, none
 * across two of them.
 */
final class ResultLayout {
    /** A field with its places; {@code recordOffset} is -1 if no actor writes it. */
    record Slot(String name, Class<?> type, FieldKind kind, int writer, int recordOffset, int keyWord, int keyShift) {}

    private final List<Slot> slots;
    private final int[] recordBytes;
    private final int keyWords;

    ResultLayout(List<ResultField> fields, int actors) {
        recordBytes = new int[actors];
        int[] offsets = new int[fields.size()];
        Arrays.fill(offsets, -1);
        List<Integer> bySize = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            bySize.add(i);
        }
        bySize.sort(Comparator.comparing(i -> -FieldKind.of(fields.get(i).type()).bytes()));
        int[] widest = new int[actors];
        for (int i : bySize) {
            int writer = fields.get(i).writer();
            if (writer >= 0) {
                int bytes = FieldKind.of(fields.get(i).type()).bytes();
                offsets[i] = recordBytes[writer];
                recordBytes[writer] += bytes;
                widest[writer] = Math.max(widest[writer], bytes);
            }
        }
        for (int a = 0; a < actors; a++) {
            if (widest[a] > 0) {
                recordBytes[a] = (recordBytes[a] + widest[a] - 1) / widest[a] * widest[a];
            }
        }
        slots = new ArrayList<>();
        int word = 0;
        int used = 0;
        for (int i = 0; i < fields.size(); i++) {
            ResultField field = fields.get(i);
            FieldKind kind = FieldKind.of(field.type());
            int bits = kind.bytes() * 8;
            if (used + bits > Long.SIZE) {
                word++;
                used = 0;
            }
            slots.add(new Slot(field.name(), field.type(), kind, field.writer(), offsets[i], word, used));
            used += bits;
        }
        keyWords = word + 1;
    }

    List<Slot> slots() {
        return slots;
    }

    List<Slot> writtenBy(int actor) {
        return slots.stream().filter(slot -> slot.writer() == actor).toList();
    }

    /** The text of each field before anybody wrote it. */
    List<String> defaults() {
        return slots.stream().map(slot -> slot.kind().defaultText()).toList();
    }

    /** Size of one record of an actor; 0 if it writes no field. */
    int recordBytes(int actor) {
        return recordBytes[actor];
    }

    /** Number of {@code long}s in an outcome's key, at least 1. */
    int keyWords() {
        return keyWords;
    }

    /** The value bits of a field in a key. */
    long bits(Slot slot, long[] key) {
        long bits = key[slot.keyWord()] >>> slot.keyShift();
        int width = slot.kind().bytes() * 8;
        return width == Long.SIZE ? bits : bits & ((1L << width) - 1);
    }
}
