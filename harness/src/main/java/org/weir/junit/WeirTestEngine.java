package org.weir.junit;

import org.junit.platform.engine.EngineDiscoveryRequest;
import org.junit.platform.engine.ExecutionRequest;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestEngine;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.EngineDescriptor;
import org.junit.platform.engine.support.discovery.EngineDiscoveryRequestResolver;
import org.weir.scenario.MultiJvmTest;

import java.util.Optional;

/**
 * The JUnit Platform engine {@code weir}: a class annotated with {@link MultiJvmTest} is a container, and each of its
 * configurations a test.
 *
 * <p>
 * A passed scenario is a successful test; a failed, an inconclusive and an erroneous one are failed tests, and so is a
 * class with mistakes. {@link Settings} lists the configuration parameters. Jupiter's {@code @Tag}, {@code @Disabled} and
 * {@code @DisplayName} on the class are honoured if the project has Jupiter.
 */
public final class WeirTestEngine implements TestEngine {
    /** The engine's id. */
    public static final String ID = "weir";

    private static final EngineDiscoveryRequestResolver<TestDescriptor> RESOLVER = EngineDiscoveryRequestResolver
            .builder()
            .addClassContainerSelectorResolver(ScenarioResolver::isScenario)
            .addSelectorResolver(context -> new ScenarioResolver(context.getClassNameFilter()))
            .addTestDescriptorVisitor(_ -> TestDescriptor::prune)
            .build();

    /** For the service loader. */
    public WeirTestEngine() {}

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public Optional<String> getGroupId() {
        return Optional.of("org.weir");
    }

    @Override
    public Optional<String> getArtifactId() {
        return Optional.of("weir-harness");
    }

    @Override
    public TestDescriptor discover(EngineDiscoveryRequest request, UniqueId uniqueId) {
        EngineDescriptor engine = new EngineDescriptor(uniqueId, "Weir");
        RESOLVER.resolve(request, engine);
        return engine;
    }

    @Override
    public void execute(ExecutionRequest request) {
        new Execution(request).run();
    }
}
