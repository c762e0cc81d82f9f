package org.weir.cli;

import org.weir.scenario.Claim;
import org.weir.scenario.Problem;
import org.weir.scenario.ProblemCode;
import org.weir.scenario.Reading;
import org.weir.scenario.ScenarioFinder;
import org.weir.scenario.ScenarioReader;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The scenario classes that a command can mean.
 *
 * @param names binary names of all of them; those of the added entries first, each group sorted
 * @param defaults those that are meant if none is named
 * @param added class path entries besides the JVM's own
 * @param loader loads them
 */
record Catalogue(List<String> names, List<String> defaults, List<Path> added, ClassLoader loader) {

    static Catalogue of(List<Path> added, List<Path> own) {
        Set<String> names = new LinkedHashSet<>(ScenarioFinder.find(added));
        List<String> defaults = List.copyOf(names);
        names.addAll(ScenarioFinder.find(own));
        List<String> all = List.copyOf(names);
        return new Catalogue(all, added.isEmpty() ? all : defaults, added, loader(added));
    }

    private static ClassLoader loader(List<Path> added) {
        ClassLoader own = Catalogue.class.getClassLoader();
        if (added.isEmpty()) {
            return own;
        }
        List<URL> urls = new ArrayList<>();
        for (Path entry : added) {
            try {
                urls.add(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new UsageException("--class-path cannot hold " + entry + ": " + e.getMessage());
            }
        }
        return new URLClassLoader("weir-class-path", urls.toArray(URL[]::new), own);
    }

    /** Reads one of the classes; one that cannot be loaded has that as its problem. */
    Reading read(String name) {
        try {
            return ScenarioReader.read(Class.forName(name, false, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return new Reading.Invalid(List.of(new Problem(ProblemCode.CLASS_UNREADABLE, name,
                    "it cannot be loaded (" + e + ")", "put what it needs on the class path, with --class-path")));
        }
    }

    private List<String> claims(String name) {
        try {
            return Arrays.stream(Class.forName(name, false, loader).getAnnotationsByType(Claim.class))
                    .map(Claim::id)
                    .toList();
        } catch (ReflectiveOperationException | LinkageError e) {
            return List.of();
        }
    }

    /**
     * The classes that are meant.
     *
     * @param selectors as {@link Selector} has them; none for the defaults
     * @throws UsageException if a selector means nothing, or there is no scenario at all
     */
    List<String> select(List<Selector> selectors) {
        if (names.isEmpty() || (selectors.isEmpty() && defaults.isEmpty())) {
            throw new UsageException("there is no scenario on the class path: a scenario is a class with @MultiJvmTest."
                    + " Name the directory or jar that holds yours with --class-path (with Maven: --class-path"
                    + " target/test-classes, after mvn test-compile)");
        }
        if (selectors.isEmpty()) {
            return defaults;
        }
        Set<String> selected = new LinkedHashSet<>();
        for (Selector selector : selectors) {
            List<String> found = selector.in(names);
            if (found.isEmpty()) {
                found = names.stream().filter(name -> claims(name).contains(selector.text())).toList();
            }
            if (found.isEmpty()) {
                throw new UsageException(selector.meansNothing(names));
            }
            selected.addAll(found);
        }
        return List.copyOf(selected);
    }
}
