package org.weir.reports;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a text before every text in a record, at any depth. */
final class Markup {
    private Markup() {}

    static <T extends Record> T everywhere(T record, String text) {
        try {
            RecordComponent[] components = record.getClass().getRecordComponents();
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = marked(components[i].getAccessor().invoke(record), text);
            }
            Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            @SuppressWarnings("unchecked")
            T marked = (T) record.getClass().getDeclaredConstructor(types).newInstance(values);
            return marked;
        } catch (ReflectiveOperationException e) {
            throw new LinkageError(e.getMessage(), e);
        }
    }

    private static Object marked(Object value, String text) {
        return switch (value) {
            case String s -> text + s;
            case List<?> list -> list.stream().map(element -> marked(element, text)).toList();
            case Map<?, ?> map -> {
                Map<Object, Object> marked = new LinkedHashMap<>();
                map.forEach((key, element) -> marked.put(marked(key, text), marked(element, text)));
                yield marked;
            }
            case Record record -> everywhere(record, text);
            default -> value;
        };
    }
}
