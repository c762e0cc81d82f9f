package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.Serializable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** An object of a user's class, called through the interface that it was registered with. */
final class UserTarget implements Target {

    private final Object object;
    private final TypeRegistration registration;
    private final Map<String, Method> methods = new HashMap<>();
    private final Server server;

    UserTarget(Object object, TypeRegistration registration, Server server) {
        this.object = object;
        this.registration = registration;
        this.server = server;
        for (Method method : registration.type().getMethods()) {
            boolean exposed = registration.exposed().isEmpty()
                    || registration.exposed().get().contains(method.getName());
            if (exposed && !Modifier.isStatic(method.getModifiers())) {
                method.setAccessible(true);
                methods.put(signature(method), method);
            }
        }
    }

    /** What names a method among those of the same name. */
    static String signature(Method method) {
        StringBuilder signature = new StringBuilder(method.getName()).append('(');
        for (Class<?> parameter : method.getParameterTypes()) {
            signature.append(parameter.getName()).append(',');
        }
        return signature.append(')').toString();
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments) throws Throwable {
        Method method = methods.get(operation);
        if (method == null) {
            throw Target.unexposed(operation, "the type '" + registration.name() + "'");
        }
        try {
            return keep(method, method.invoke(object, arguments.toArray()));
        } catch (InvocationTargetException thrown) {
            throw Objects.requireNonNull(thrown.getCause());
        }
    }

    /** What stays in the server is returned as a proxy: iterators, and objects of registered types. */
    private @Nullable Object keep(Method method, @Nullable Object result) {
        if (result == null || result instanceof ManagedObject) {
            return result;
        }
        if (method.getReturnType() == Iterator.class && !(result instanceof Serializable)) {
            return server.add(Kind.ITERATOR, "", new IteratorTarget((Iterator<?>) result));
        }
        return server.registrationOf(method.getReturnType())
                .<Object>map(known -> server.add(result, known))
                .orElse(result);
    }

    @Override
    public Object snapshot() {
        return object instanceof Serializable ? object : text();
    }

    @Override
    public String text() {
        return object.toString();
    }
}
