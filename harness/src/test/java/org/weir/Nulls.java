package org.weir;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Gives null to every public method that takes an object and does not say that null is one. */
public final class Nulls {

    private Nulls() {}

    /**
     * What did not refuse null at once with a message, such as {@code name(String) accepted it}.
     *
     * @param object makes an object that each method is called on, afresh
     * @param samples what else is given, by type; a method that needs another is listed, too
     */
    public static List<String> takenBy(Class<?> type, Supplier<?> object, Map<Class<?>, Object> samples) {
        List<String> taken = new ArrayList<>();
        for (Method method : type.getDeclaredMethods()) {
            if (!Modifier.isPublic(method.getModifiers()) || method.isSynthetic() || method.getName()
                    .equals(
                            "equals")) {
                continue;
            }
            for (int at = 0; at < method.getParameterCount(); at++) {
                if (isObject(method, at)) {
                    tryOne(method, at, object, samples, taken);
                }
            }
        }
        return taken;
    }

    private static boolean isObject(Method method, int at) {
        return !method.getParameterTypes()[at].isPrimitive()
                && !(method.getGenericParameterTypes()[at] instanceof TypeVariable<?>)
                && !method.getAnnotatedParameterTypes()[at].isAnnotationPresent(Nullable.class);
    }

    private static void tryOne(Method method, int at, Supplier<?> object, Map<Class<?>, Object> samples,
            List<String> taken) {
        String what = method.getName() + Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList()
                + ", parameter " + at + ", ";
        @Nullable
        Object[] arguments = new Object[method.getParameterCount()];
        for (int i = 0; i < arguments.length; i++) {
            Class<?> wanted = method.getParameterTypes()[i];
            Object sample = samples.get(wanted);
            if (i != at && sample == null) {
                taken.add(what + "needs a sample of " + wanted);
                return;
            }
            arguments[i] = i == at ? null : sample;
        }
        try {
            Object result = method.invoke(Modifier.isStatic(method.getModifiers()) ? null : object.get(), arguments);
            taken.add(what + "accepted null: " + result);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getCause();
            boolean isRefusal = thrown instanceof NullPointerException || thrown instanceof IllegalArgumentException;
            if (!isRefusal || thrown.getMessage() == null) {
                taken.add(what + "threw " + thrown);
            }
        } catch (IllegalAccessException e) {
            taken.add(what + e);
        }
    }
}
