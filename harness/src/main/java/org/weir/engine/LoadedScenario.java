package org.weir.engine;

import org.weir.scenario.ParamModel;
import org.weir.scenario.ResultField;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The classes and methods that a {@link WorkerPlan} names, as this JVM has them. */
final class LoadedScenario {
    private final WorkerPlan plan;
    private final Class<?> type;
    private final Constructor<?> constructor;
    private final Object[] arguments;
    private final Optional<Class<?>> resultType;
    private final ResultLayout results;

    LoadedScenario(WorkerPlan plan) throws ReflectiveOperationException {
        this.plan = plan;
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        this.type = Class.forName(plan.scenario(), true, loader);
        this.constructor = type.getDeclaredConstructors()[0];
        this.constructor.setAccessible(true);
        this.arguments = new Object[plan.params().size()];
        for (int i = 0; i < arguments.length; i++) {
            String text = plan.params().get(i);
            arguments[i] = new ParamModel("parameter " + i, constructor.getParameterTypes()[i], List.of(text))
                    .parse(text);
        }
        this.resultType = plan.resultType().isEmpty() ? Optional.empty()
                : Optional.of(Class.forName(plan.resultType(), true, loader));
        List<ResultField> fields = new ArrayList<>();
        for (int i = 0; i < plan.fields().size(); i++) {
            String name = plan.fields().get(i);
            fields.add(new ResultField(name, resultType.orElseThrow().getField(name).getType(),
                    plan.writers().get(i)));
        }
        this.results = new ResultLayout(fields, plan.actors().size());
    }

    Class<?> type() {
        return type;
    }

    ResultLayout results() {
        return results;
    }

    /** A new result object; where nothing takes one, an object that stands in for it. */
    Object newResult() throws ReflectiveOperationException {
        return resultType.isEmpty() ? new Object() : resultType.get().getDeclaredConstructor().newInstance();
    }

    Class<?> resultType() {
        return resultType.isEmpty() ? Object.class : resultType.get();
    }

    /** Constructs a state; an exception of the constructor is thrown as it is. */
    Object construct() throws Throwable {
        try {
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    Method actor(int index) throws NoSuchMethodException {
        return method(plan.actors().get(index));
    }

    Optional<Method> arbiter() throws NoSuchMethodException {
        return plan.arbiter().isEmpty() ? Optional.empty() : Optional.of(method(plan.arbiter()));
    }

    /** The method of this name that is nearest in the class's ancestry. */
    Method method(String name) throws NoSuchMethodException {
        for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
            for (Method method : owner.getDeclaredMethods()) {
                if (method.getName().equals(name) && !method.isSynthetic()) {
                    method.setAccessible(true);
                    return method;
                }
            }
        }
        throw new NoSuchMethodException(type.getName() + "." + name);
    }

    /** Calls a method, with the result object if it takes one; its exceptions are thrown as they are. */
    static void call(Method method, Object state, Object result) throws Throwable {
        try {
            if (method.getParameterCount() == 0) {
                method.invoke(state);
            } else {
                method.invoke(state, result);
            }
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
