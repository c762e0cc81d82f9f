package org.weir.scenario;

import java.lang.reflect.Executable;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Collects the mistakes of one class. */
final class Problems {
    private final Set<Problem> found = new LinkedHashSet<>();
    private final Class<?> type;

    Problems(Class<?> type) {
        this.type = type;
    }

    void add(ProblemCode code, String wrong, String remedy) {
        found.add(new Problem(code, displayName(type), wrong, remedy));
    }

    void add(ProblemCode code, Executable member, String wrong, String remedy) {
        String place = member instanceof Method ? displayName(member.getDeclaringClass()) + "." + member.getName()
                : displayName(type) + " (constructor)";
        found.add(new Problem(code, place, wrong, remedy));
    }

    List<Problem> list() {
        return new ArrayList<>(found);
    }

    static String displayName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
