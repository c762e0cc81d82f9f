package org.weir.junit;

import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.openjdk.jcstress.annotations.Actor;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One configuration of a scenario, or the mistakes of a class that has some: a test.
 *
 * <p>
 * Its source is the first actor's method, because Surefire counts a test only if its source is a method.
 */
final class TrialDescriptor extends AbstractTestDescriptor {
    static final String SEGMENT = "configuration";

    /** What is to be tried. */
    sealed interface Subject {
        /** A configuration that can be run. */
        record Sound(ScenarioConfiguration configuration) implements Subject {}

        /** A class that cannot. */
        record Mistaken(Class<?> type, Reading.Invalid mistakes) implements Subject {}
    }

    private final int number;
    private final Subject subject;
    private final Set<TestTag> tags;

    private TrialDescriptor(UniqueId id, int number, String name, MethodSource source, Set<TestTag> tags,
            Subject subject) {
        super(id, name, source);
        this.number = number;
        this.tags = tags;
        this.subject = subject;
    }

    static TrialDescriptor of(UniqueId scenario, Set<TestTag> tags, int number, ScenarioConfiguration configuration) {
        Method first = configuration.model().actors().getFirst().method();
        return new TrialDescriptor(scenario.append(SEGMENT, segment(configuration.params())), number,
                configuration.displayName(), MethodSource.from(configuration.model().type(), first), tags,
                new Subject.Sound(configuration));
    }

    static TrialDescriptor of(UniqueId scenario, Set<TestTag> tags, Class<?> type, Reading.Invalid mistakes) {
        return new TrialDescriptor(scenario.append(SEGMENT, "mistakes"), 1, ScenarioDescriptor.plainName(type),
                MethodSource.from(type.getName(), anyActor(type)), tags, new Subject.Mistaken(type, mistakes));
    }

    /** Unique among the configurations of a scenario, and the same when values are added. */
    private static String segment(Map<String, String> params) {
        return params.isEmpty() ? "only"
                : params.entrySet()
                        .stream()
                        .map(param -> param.getKey() + "=" + param.getValue().replace("\\", "\\\\").replace(",", "\\,"))
                        .collect(Collectors.joining(","));
    }

    private static String anyActor(Class<?> type) {
        try {
            return Arrays.stream(type.getDeclaredMethods())
                    .filter(method -> method.isAnnotationPresent(Actor.class))
                    .map(Method::getName)
                    .min(Comparator.naturalOrder())
                    .orElse("actor");
        } catch (LinkageError e) {
            return "actor";
        }
    }

    Subject subject() {
        return subject;
    }

    /**
     * The display name and a number in brackets: only a test so named keeps its name in Surefire's reports, where one
     * whose method has no parameters is called by the method else, all configurations alike.
     */
    @Override
    public String getLegacyReportingName() {
        return getDisplayName() + "[" + number + "]";
    }

    @Override
    public Set<TestTag> getTags() {
        return tags;
    }

    @Override
    public Type getType() {
        return Type.TEST;
    }
}
