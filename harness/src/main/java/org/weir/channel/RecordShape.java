package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How to take a record apart and put it together: its accessors and its canonical constructor. */
final class RecordShape {

    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final Class<?> type;
    private final Class<?>[] boxedTypes;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;
    private final int fingerprint;
    private final boolean replaced;

    private RecordShape(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        boxedTypes = Arrays.stream(types)
                .map(each -> MethodType.methodType(each).wrap().returnType())
                .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true);
            constructor = MethodHandles.lookup()
                    .unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            accessors = new MethodHandle[components.length];
            for (int i = 0; i < accessors.length; i++) {
                Method accessor = components[i].getAccessor();
                accessor.setAccessible(true);
                accessors[i] = MethodHandles.lookup()
                        .unreflect(accessor)
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
        } catch (ReflectiveOperationException | InaccessibleObjectException closed) {
            throw new UnsendableException("The components of " + type + " cannot be reached; open its package to Weir"
                    + " (opens " + type.getPackageName() + "; in module-info.java).", closed);
        }
        fingerprint = fingerprint(components);
        replaced = Serializable.class.isAssignableFrom(type)
                && Arrays.stream(type.getDeclaredMethods())
                        .anyMatch(method -> method.getName().equals("writeReplace")
                                || method.getName().equals("readResolve"));
    }

    private static int fingerprint(RecordComponent[] components) {
        int hash = 17;
        for (RecordComponent component : components) {
            hash = 31 * (31 * hash + component.getName().hashCode()) + component.getType().getName().hashCode();
        }
        return hash;
    }

    /** @param type a class of records */
    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    /** Equal in two JVMs if names, types and order of the components are. */
    int fingerprint() {
        return fingerprint;
    }

    int size() {
        return accessors.length;
    }

    /** Whether the author of the record asked for another object to be written or read in its place. */
    boolean isReplaced() {
        return replaced;
    }

    @Nullable
    Object get(Object instance, int index) {
        try {
            return accessors[index].invokeExact(instance);
        } catch (Throwable thrown) {
            throw new UnsendableException("The accessor of component '" + name(index) + "' of " + type.getName()
                    + " threw " + thrown + ".", thrown);
        }
    }

    List<@Nullable Object> components(Object instance) {
        List<@Nullable Object> all = new ArrayList<>(size());
        for (int i = 0; i < size(); i++) {
            all.add(get(instance, i));
        }
        return all;
    }

    Object create(@Nullable Object[] components) throws MalformedFrameException {
        for (int i = 0; i < components.length; i++) {
            Object component = components[i];
            boolean fits = component == null ? !type.getRecordComponents()[i].getType().isPrimitive()
                    : boxedTypes[i].isInstance(component);
            if (!fits) {
                throw new MalformedFrameException("A frame gives " + (component == null ? "null"
                        : "an object of " + component.getClass().getName()) + " for component '" + name(i) + "' of "
                        + type.getName() + ".");
            }
        }
        try {
            return constructor.invokeExact(components);
        } catch (OutOfMemoryError shortage) { // says nothing about the frame
            throw shortage;
        } catch (Throwable thrown) {
            throw new MalformedFrameException("The constructor of " + type.getName() + " refused what a frame gave it: "
                    + thrown + ".", thrown);
        }
    }

    private String name(int index) {
        return type.getRecordComponents()[index].getName();
    }
}
