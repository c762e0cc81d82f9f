package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.lang.reflect.UndeclaredThrowableException;

/** What proxies of user's types do. They implement the interface that the type was registered with. */
final class UserProxy implements InvocationHandler {

    private static final @Nullable Object[] NONE = {};

    private final Remote remote;

    private UserProxy(Remote remote) {
        this.remote = remote;
    }

    /** @throws IllegalStateException if the interface is not known in this JVM */
    static ManagedObject of(Remote remote) {
        String name = remote.handle().type();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? UserProxy.class.getClassLoader() : context;
        try {
            Class<?> type = Class.forName(name, false, loader);
            return (ManagedObject) Proxy.newProxyInstance(type.getClassLoader() == null ? loader
                    : type.getClassLoader(), new Class<?>[]{type, ManagedObject.class}, new UserProxy(remote));
        } catch (ClassNotFoundException | LinkageError | IllegalArgumentException missing) {
            throw new IllegalStateException(
                    "The interface " + name + " of a managed object cannot be used in this JVM ("
                            + missing + "); put it on the class path of all that use the manager.",
                    missing);
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        @Nullable
        Object[] given = arguments == null ? NONE : arguments;
        Class<?> declaring = method.getDeclaringClass();
        if (declaring == Object.class) {
            return switch (method.getName()) {
                case "equals" -> given[0] != null && Proxy.isProxyClass(given[0].getClass())
                        && Proxy.getInvocationHandler(given[0]) instanceof UserProxy that
                        && remote.equals(that.remote);
                case "hashCode" -> remote.hashCode();
                default -> remote instanceof LocalRemote ? describe() : String.valueOf(remote.call("text"));
            };
        }
        if (declaring == ManagedObject.class) {
            return switch (method.getName()) {
                case "snapshot" -> remote.call("snapshot");
                case "description" -> describe();
                default -> {
                    Place.current().leaving(remote);
                    yield remote.handle().copy();
                }
            };
        }
        try {
            return remote.call(Remote.Wait.INTERRUPTIBLE, -1, UserTarget.signature(method), given);
        } catch (NotSentException notSent) {
            throw notSent.reason();
        } catch (RuntimeException | Error unchecked) {
            throw unchecked;
        } catch (Throwable checked) {
            throw declared(method, checked);
        }
    }

    /** A checked exception, wrapped if the method does not declare it. */
    private static Throwable declared(Method method, Throwable thrown) {
        for (Class<?> type : method.getExceptionTypes()) {
            if (type.isInstance(thrown)) {
                return thrown;
            }
        }
        return thrown instanceof InterruptedException ? withdrawn() : new UndeclaredThrowableException(thrown);
    }

    private static RemoteCallException withdrawn() {
        Thread.currentThread().interrupt();
        return new RemoteCallException("The thread was interrupted; the call was withdrawn, perhaps half done.");
    }

    private String describe() {
        return remote.handle().type() + " " + remote.handle().id() + " at " + remote.handle().address();
    }
}
