package org.weir.engine;

import org.weir.engine.ResultLayout.Slot;
import org.weir.scenario.ParamModel;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the fields of a result object as text, for scenarios that are not sampled by the million. */
final class ResultObject {
    private ResultObject() {}

    static List<String> values(Object result, ResultLayout layout) throws ReflectiveOperationException {
        List<String> values = new ArrayList<>();
        for (Slot slot : layout.slots()) {
            values.add(String.valueOf(field(result, slot).get(result)));
        }
        return values;
    }

    /** Sets the fields from text; a field of a reference type gets the text itself. */
    static void set(Object result, ResultLayout layout, List<String> values) throws ReflectiveOperationException {
        for (int i = 0; i < values.size(); i++) {
            Slot slot = layout.slots().get(i);
            String text = values.get(i);
            if (slot.kind() != FieldKind.TEXT) {
                field(result, slot).set(result,
                        new ParamModel(slot.name(), slot.type(), List.of(text)).parse(text));
            } else if (slot.type().isAssignableFrom(String.class)) {
                field(result, slot).set(result, text.equals("null") ? null : text);
            }
        }
    }

    private static Field field(Object result, Slot slot) throws ReflectiveOperationException {
        return result.getClass().getField(slot.name());
    }
}
