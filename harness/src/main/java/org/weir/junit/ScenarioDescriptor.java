package org.weir.junit;

import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.AbstractTestDescriptor;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioConfiguration;
import org.weir.scenario.ScenarioReader;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A scenario class: a container of its trials. */
final class ScenarioDescriptor extends AbstractTestDescriptor {
    static final String SEGMENT = "scenario";

    private final Class<?> type;
    private final JupiterAnnotations annotations;
    private final List<TrialDescriptor> trials;

    private ScenarioDescriptor(UniqueId id, Class<?> type, JupiterAnnotations annotations) {
        super(id, annotations.displayName().orElseGet(() -> plainName(type)), ClassSource.from(type));
        this.type = type;
        this.annotations = annotations;
        this.trials = switch (ScenarioReader.read(type)) {
            case Reading.Valid(var model) -> trials(id, annotations, model.configurations());
            case Reading.Invalid mistakes -> List.of(TrialDescriptor.of(id, annotations.tags(), type, mistakes));
        };
    }

    private static List<TrialDescriptor> trials(UniqueId id, JupiterAnnotations annotations,
            List<ScenarioConfiguration> configurations) {
        return IntStream.range(0, configurations.size())
                .mapToObj(i -> TrialDescriptor.of(id, annotations.tags(), i + 1, configurations.get(i)))
                .toList();
    }

    static ScenarioDescriptor of(UniqueId parent, Class<?> type) {
        return new ScenarioDescriptor(parent.append(SEGMENT, type.getName()), type, JupiterAnnotations.of(type));
    }

    /** The class name without its package. */
    static String plainName(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    /** All trials that the class has, whether or not they were selected. */
    List<TrialDescriptor> trials() {
        return trials;
    }

    /** The trial with this name, the value of the last segment of its unique id. */
    Optional<TrialDescriptor> trial(String name) {
        return trials.stream()
                .filter(trial -> trial.getUniqueId().getLastSegment().getValue().equals(name))
                .findFirst();
    }

    /** Why it is not to be run; empty if it is. */
    Optional<String> disabled() {
        return annotations.disabled();
    }

    @Override
    public Set<TestTag> getTags() {
        return annotations.tags();
    }

    @Override
    public Type getType() {
        return Type.CONTAINER;
    }

    @Override
    public String getLegacyReportingName() {
        return type.getName();
    }
}
