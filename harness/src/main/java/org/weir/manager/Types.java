package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What a server can make: the types that every manager has, and those of its user. */
final class Types {

    static final String LIST = "list";
    static final String MAP = "map";
    static final String SET = "set";
    static final String QUEUE = "queue";
    static final String LOCK = "lock";
    static final String CONDITION = "condition";
    static final String SEMAPHORE = "semaphore";
    static final String EVENT = "event";
    static final String BARRIER = "barrier";
    static final String VALUE = "value";
    static final String ARRAY = "array";
    static final String NAMESPACE = "namespace";
    static final String POOL = "pool";

    private final Server server;
    private final Map<String, TypeRegistration> registrations = new LinkedHashMap<>();

    Types(Server server, Collection<TypeRegistration> registrations) {
        this.server = server;
        registrations.forEach(each -> this.registrations.put(each.name(), each));
    }

    Optional<TypeRegistration> registrationOf(Class<?> type) {
        return registrations.values().stream().filter(each -> each.type() == type).findFirst();
    }

    ManagedObject create(String name, List<@Nullable Object> arguments) throws Exception {
        TypeRegistration registration = registrations.get(name);
        return registration == null ? createKnown(name, arguments) : create(registration, arguments);
    }

    private ManagedObject create(TypeRegistration registration, List<@Nullable Object> arguments) throws Exception {
        Object object = registration.factory().create(arguments.toArray());
        if (object instanceof Iterator<?> iterator && registration.type() == Iterator.class) {
            return server.add(Kind.ITERATOR, "", new IteratorTarget(iterator));
        }
        if (!registration.type().isInstance(object)) {
            throw new RemoteCallException("The factory of the type '" + registration.name() + "' made " + object
                    + ", which is no " + registration.type().getName() + ".");
        }
        return server.add(object, registration);
    }

    private ManagedObject createKnown(String name, List<@Nullable Object> arguments) throws IOException {
        return switch (name) {
            case LIST -> add(Kind.LIST, new ListTarget(argument(arguments, 0, Collection.class)));
            case MAP -> add(Kind.MAP, new MapTarget(argument(arguments, 0, Map.class)));
            case SET -> add(Kind.SET, new SetTarget(argument(arguments, 0, Collection.class)));
            case QUEUE -> add(Kind.QUEUE, new QueueTarget(argument(arguments, 0, Integer.class)));
            case LOCK -> add(Kind.LOCK, new LockTarget(argument(arguments, 0, Boolean.class)));
            case CONDITION -> add(Kind.CONDITION, condition(arguments.get(0)));
            case SEMAPHORE -> add(Kind.SEMAPHORE, new SemaphoreTarget(argument(arguments, 0, Integer.class),
                    argument(arguments, 1, Boolean.class)));
            case EVENT -> add(Kind.EVENT, new EventTarget());
            case BARRIER -> add(Kind.BARRIER, new BarrierTarget(argument(arguments, 0, Integer.class),
                    Optional.ofNullable((Runnable) arguments.get(1)), argument(arguments, 2, Long.class)));
            case VALUE -> add(Kind.VALUE, new ValueTarget(argument(arguments, 0, Object.class)));
            case ARRAY -> add(Kind.ARRAY, new ArrayTarget(argument(arguments, 0, String.class),
                    argument(arguments, 1, Collection.class)));
            case NAMESPACE -> add(Kind.NAMESPACE, new NamespaceTarget());
            case POOL -> add(Kind.POOL, PoolTarget.open(server, argument(arguments, 0, PoolPlan.class)));
            default -> throw new RemoteCallException("The manager has no type '" + name + "'; its user's types are "
                    + registrations.keySet() + ".");
        };
    }

    private ManagedObject add(Kind kind, Target target) {
        return server.add(kind, "", target);
    }

    private static <T> T argument(List<@Nullable Object> arguments, int place, Class<T> type) {
        return type.cast(Objects.requireNonNull(arguments.get(place)));
    }

    private ConditionTarget condition(@Nullable Object argument) {
        if (argument instanceof ManagedLock proxy
                && server.own(proxy.remote()).map(Referent::target).orElse(null) instanceof LockTarget lock) {
            return new ConditionTarget(proxy, lock);
        }
        throw new IllegalArgumentException("A condition needs a lock of the same manager.");
    }
}
