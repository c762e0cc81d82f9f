package org.weir.engine;

import org.jspecify.annotations.Nullable;
import org.weir.memory.SharedObject;
import org.weir.scenario.Resettable;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * Walks the objects of a constructed state, to find at which field each shared object hangs, whether the state can be
 * reset by copying bytes, and which configuration values it holds.
 *
 * <p>
 * A state is of memory kind if everything mutable that can be reached from it lies in shared cells: its other fields are
 * final and hold primitives, strings, enums and the like, or objects of which the same is true, or objects whose class
 * carries {@link Resettable}. The first field that breaks this decides, and is named in {@link Report#reason()}.
 */
final class StateGraph {
    private static final int MAX_OBJECTS = 100_000;

    /**
     * What the walk found.
     *
     * @param memory whether the state is of memory kind
     * @param reason what decided so
     * @param paths for each shared object, in order of creation, the field path at which it hangs; empty if none
     * @param configuration {@code path=value} of every final field that holds a plain value, in order of discovery
     * @param fixed whether an object holds on to the addresses of shared memory, so that samples cannot lie elsewhere
     */
    record Report(boolean memory, String reason, List<String> paths, List<String> configuration,
            boolean fixed) {}

    private final IdentityHashMap<Object, String> created = new IdentityHashMap<>();
    private final IdentityHashMap<Object, Boolean> seen = new IdentityHashMap<>();
    private final List<String> configuration = new ArrayList<>();
    private boolean fixed;
    private @Nullable String obstacle;

    private StateGraph(List<Object> objects) {
        objects.forEach(object -> created.put(object, ""));
    }

    static Report walk(Object state, List<Object> objects) {
        StateGraph graph = new StateGraph(objects);
        graph.fieldsOf(state, "");
        List<String> paths = objects.stream().map(object -> graph.created.getOrDefault(object, "")).toList();
        String obstacle = graph.obstacle;
        return new Report(obstacle == null, obstacle == null ? "all mutable state lies in shared cells" : obstacle,
                paths, List.copyOf(graph.configuration), graph.fixed);
    }

    private void fieldsOf(Object object, String prefix) {
        if (seen.put(object, true) != null || seen.size() > MAX_OBJECTS) {
            return;
        }
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers())) {
                    field(object, field, prefix + field.getName());
                }
            }
        }
    }

    private void field(Object object, Field field, String path) {
        Object value;
        try {
            field.setAccessible(true);
            value = field.get(object);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            obstruct("field " + path + " of " + field.getDeclaringClass().getName() + " is closed to Weir");
            return;
        }
        if (!Modifier.isFinal(field.getModifiers())) {
            obstruct("field " + path + " is not final: an ordinary field, private to each JVM");
        }
        if (value != null && field.isAnnotationPresent(Resettable.class)) {
            fixed = true;
            return;
        }
        value(value, path, field.getType());
    }

    private void value(@Nullable Object value, String path, Class<?> declared) {
        if (value == null || isPlain(value)) {
            configuration.add(path + "=" + value);
        } else if (created.containsKey(value)) {
            created.merge(value, path, (first, other) -> first.isEmpty() ? other : first);
            if (!(value instanceof SharedObject)) {
                obstruct("field " + path + " holds a " + publicName(value) + ", which is a kernel object");
            }
        } else if (value.getClass().isAnnotationPresent(Resettable.class)) {
            fixed = true;
        } else if (value instanceof SharedObject shared) {
            sharedParts(shared, path);
        } else if (value.getClass().isArray()) {
            array(value, path, declared);
        } else if (isOfJdk(value.getClass())) {
            obstruct("field " + path + " holds a " + value.getClass().getName() + ", into which Weir cannot see");
        } else {
            fieldsOf(value, path + ".");
        }
    }

    /** Of an object that promises to keep nothing outside shared memory: what it keeps there. */
    private void sharedParts(SharedObject whole, String path) {
        for (Class<?> type = whole.getClass(); type != null && type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && SharedObject.class.isAssignableFrom(field.getType())) {
                    field(whole, field, path + "." + field.getName());
                }
            }
        }
    }

    private void array(Object array, String path, Class<?> declared) {
        if (array.getClass().getComponentType().isPrimitive()) {
            obstruct("field " + path + " holds a " + declared.getSimpleName() + ", private to each JVM");
            return;
        }
        if (seen.put(array, true) == null) {
            for (int i = 0; i < Array.getLength(array); i++) {
                value(Array.get(array, i), path + "[" + i + "]", array.getClass().getComponentType());
            }
        }
    }

    private void obstruct(String why) {
        if (obstacle == null) {
            obstacle = why;
        }
    }

    private static boolean isPlain(Object value) {
        return value instanceof String || isImmutable(value)
                || value instanceof Boolean || value instanceof Character || value instanceof Enum<?>
                || value instanceof Class<?> || value instanceof java.time.Duration;
    }

    private static boolean isImmutable(Object number) {
        return number instanceof Integer || number instanceof Long || number instanceof Short
                || number instanceof Byte || number instanceof Double || number instanceof Float
                || number instanceof java.math.BigInteger || number instanceof java.math.BigDecimal;
    }

    private static boolean isOfJdk(Class<?> type) {
        return type.getClassLoader() == null || type.getName().startsWith("java.");
    }

    private static String publicName(Object value) {
        Class<?> type = value.getClass();
        while (!Modifier.isPublic(type.getModifiers()) && type.getSuperclass() != null
                && type.getSuperclass() != Object.class) {
            type = type.getSuperclass();
        }
        return type.getSimpleName();
    }
}
