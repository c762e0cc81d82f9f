package org.weir.cli;

import picocli.CommandLine.Option;

import org.weir.scenario.ScenarioFinder;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The option {@code --class-path}: where the user's own scenarios are. */
final class ClassPathOption {
    @Option(names = {"--class-path", "-cp"}, paramLabel = "PATH", description = {
            "Directories and jars that hold scenarios of your own and what they need, separated as in a"
                    + " class path; may be repeated. Without a SELECTOR, only the scenarios in there are meant."})
    private List<String> values = List.of();

    /**
     * The entries, absolute, in order.
     *
     * @throws UsageException if one does not exist; a JVM would pass over it, and the scenarios in it with it
     */
    List<Path> entries() {
        List<Path> entries = new ArrayList<>();
        for (String value : values) {
            for (String part : value.split(File.pathSeparator, -1)) {
                Path entry = Path.of(part).toAbsolutePath().normalize();
                if (part.isEmpty() || !Files.exists(entry)) {
                    throw new UsageException("--class-path names \"" + part + "\", which does not exist (looked for "
                            + entry + "); compile your scenarios first, or correct the path");
                }
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    /** The scenarios of these entries and of the class path that Weir itself was started with. */
    Catalogue catalogue() {
        return Catalogue.of(entries(), ScenarioFinder.runningClassPath());
    }
}
