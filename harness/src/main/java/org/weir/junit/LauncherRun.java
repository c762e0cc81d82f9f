package org.weir.junit;

import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.engine.support.store.NamespacedHierarchicalStore;
import org.weir.results.ReportRenderer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.UUID;

/**
 * What a launcher session has run. It is kept in the session's store, which closes it at the end: then the page is
 * drawn, once, whatever the number of execution requests.
 */
final class LauncherRun implements AutoCloseable {
    private static final Namespace NAMESPACE = Namespace.create(LauncherRun.class);

    private final String id = Surefire.build().orElseGet(() -> UUID.randomUUID().toString());
    private final Set<Path> directories = Collections.synchronizedSet(new LinkedHashSet<>());

    private LauncherRun() {}

    /** The run of the session that a request belongs to. */
    static LauncherRun of(NamespacedHierarchicalStore<Namespace> requestStore) {
        return requestStore.getParent()
                .orElse(requestStore)
                .computeIfAbsent(NAMESPACE, LauncherRun.class, _ -> new LauncherRun(), LauncherRun.class);
    }

    /** Equal for all JVMs of one build, and different from that of every other. */
    String id() {
        return id;
    }

    /** Notes a directory of results, for a page to be drawn from. */
    void writesTo(Path directory) {
        directories.add(directory);
    }

    /** Says where the results are: on the page if there is a renderer, else in the file. */
    @Override
    public void close() {
        directories.forEach(directory -> System.out.println("Weir: " + read(directory)));
    }

    private static String read(Path directory) {
        Path results = directory.resolve("results.jsonl");
        try {
            for (ReportRenderer renderer : ServiceLoader.load(ReportRenderer.class,
                    LauncherRun.class.getClassLoader())) {
                return "the report is " + renderer.render(directory);
            }
            return "the results are in " + results;
        } catch (IOException | RuntimeException | LinkageError | java.util.ServiceConfigurationError e) {
            return "the results are in " + results + "; the report could not be made of them: " + e;
        }
    }
}
