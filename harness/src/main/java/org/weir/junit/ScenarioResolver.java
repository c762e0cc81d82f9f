package org.weir.junit;

import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.UniqueId.Segment;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.discovery.MethodSelector;
import org.junit.platform.engine.discovery.NestedClassSelector;
import org.junit.platform.engine.discovery.NestedMethodSelector;
import org.junit.platform.engine.discovery.UniqueIdSelector;
import org.junit.platform.engine.support.discovery.SelectorResolver;
import org.weir.scenario.MultiJvmTest;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Finds scenarios by class, by a method of theirs (which stands for its class) and by unique id. */
final class ScenarioResolver implements SelectorResolver {
    private final Predicate<String> classNames;

    ScenarioResolver(Predicate<String> classNames) {
        this.classNames = classNames;
    }

    static boolean isScenario(Class<?> type) {
        return type.getDeclaredAnnotation(MultiJvmTest.class) != null;
    }

    @Override
    public Resolution resolve(ClassSelector selector, Context context) {
        return isScenario(selector.getJavaClass()) && classNames.test(selector.getClassName())
                ? scenario(selector.getJavaClass(), context)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(NestedClassSelector selector, Context context) {
        return isScenario(selector.getNestedClass()) ? scenario(selector.getNestedClass(), context)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(MethodSelector selector, Context context) {
        return isScenario(selector.getJavaClass()) ? scenario(selector.getJavaClass(), context)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(NestedMethodSelector selector, Context context) {
        return isScenario(selector.getNestedClass()) ? scenario(selector.getNestedClass(), context)
                : Resolution.unresolved();
    }

    @Override
    public Resolution resolve(UniqueIdSelector selector, Context context) {
        UniqueId id = selector.getUniqueId();
        Segment last = id.getLastSegment();
        if (last.getType().equals(ScenarioDescriptor.SEGMENT)) {
            return ReflectionSupport.tryToLoadClass(last.getValue())
                    .toOptional()
                    .filter(ScenarioResolver::isScenario)
                    .map(type -> scenario(type, context))
                    .orElseGet(Resolution::unresolved);
        }
        if (last.getType().equals(TrialDescriptor.SEGMENT)) {
            return context
                    .addToParent(() -> DiscoverySelectors.selectUniqueId(id.removeLastSegment()),
                            parent -> parent instanceof ScenarioDescriptor scenario ? scenario.trial(last.getValue())
                                    : Optional.empty())
                    .map(trial -> Resolution.match(Match.exact(trial)))
                    .orElseGet(Resolution::unresolved);
        }
        return Resolution.unresolved();
    }

    private static Resolution scenario(Class<?> type, Context context) {
        return context
                .addToParent(parent -> Optional.of(ScenarioDescriptor.of(parent.getUniqueId(), type)))
                .map(scenario -> Resolution.match(Match.exact(scenario, () -> trials(scenario))))
                .orElseGet(Resolution::unresolved);
    }

    private static Set<DiscoverySelector> trials(ScenarioDescriptor scenario) {
        Set<DiscoverySelector> selectors = new LinkedHashSet<>();
        scenario.trials()
                .stream()
                .map(TestDescriptor::getUniqueId)
                .map(DiscoverySelectors::selectUniqueId)
                .forEach(selectors::add);
        return selectors;
    }
}
