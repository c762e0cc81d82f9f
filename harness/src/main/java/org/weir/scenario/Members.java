package org.weir.scenario;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The classes that a class is made of, and the methods that it ends up with. */
final class Members {
    private Members() {}

    /** The class, its superclasses without {@code Object}, then all their interfaces: the order of method resolution. */
    static List<Class<?>> hierarchy(Class<?> type) {
        Set<Class<?>> all = new LinkedHashSet<>();
        for (Class<?> c = type; c != null && c != Object.class; c = c.getSuperclass()) {
            all.add(c);
        }
        for (Class<?> c : List.copyOf(all)) {
            addInterfaces(c, all);
        }
        return new ArrayList<>(all);
    }

    private static void addInterfaces(Class<?> type, Set<Class<?>> all) {
        for (Class<?> i : type.getInterfaces()) {
            all.add(i);
            addInterfaces(i, all);
        }
    }

    /** The methods of a class and those that it inherits and does not override, without what the compiler added. */
    static List<Method> methods(Class<?> type) {
        Map<String, Method> bySignature = new LinkedHashMap<>();
        for (Class<?> c : hierarchy(type)) {
            for (Method method : c.getDeclaredMethods()) {
                boolean hidden = Modifier.isPrivate(method.getModifiers()) && c != type;
                if (!method.isSynthetic()) {
                    bySignature.putIfAbsent((hidden ? c.getName() + "." : "") + signature(method), method);
                }
            }
        }
        return new ArrayList<>(bySignature.values());
    }

    static List<Method> annotated(Class<?> type, Class<? extends Annotation> annotation) {
        return methods(type).stream().filter(m -> m.isAnnotationPresent(annotation)).toList();
    }

    static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getTypeName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }
}
