package org.weir.reports;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A file that the page is drawn from, or a report of those who measured.
 *
 * @param name what the link says
 * @param href where it leads to, relative to the page
 */
public record Original(String name, String href) {
    private static final List<String> FILES = List.of("results.jsonl", "summary.json");
    private static final Path JCSTRESS = Path.of("jcstress", "index.html");

    /**
     * The files that are there; where a relative link cannot lead from the page, as on another drive, there is none.
     *
     * @param directories where the results were read from
     * @param page the page
     */
    static List<Original> of(List<Path> directories, Path page) {
        List<Original> found = new ArrayList<>();
        for (Path directory : directories) {
            String suffix = directories.size() < 2 ? ""
                    : " of " + Words.line(String.valueOf(directory.toAbsolutePath().normalize().getFileName()));
            for (String file : FILES) {
                add(file, directory.resolve(file), page, suffix, found);
            }
            add("jcstress' own report", directory.resolve(JCSTRESS), page, suffix, found);
        }
        return List.copyOf(found);
    }

    private static void add(String name, Path file, Path page, String suffix, List<Original> found) {
        Path from = page.toAbsolutePath().normalize().getParent();
        Path to = file.toAbsolutePath().normalize();
        if (from != null && Files.isRegularFile(to) && from.getFileSystem().equals(to.getFileSystem())
                && Objects.equals(from.getRoot(), to.getRoot())) {
            String href = StreamSupport.stream(from.relativize(to).spliterator(), false)
                    .map(part -> URLEncoder.encode(part.toString(), StandardCharsets.UTF_8).replace("+", "%20"))
                    .collect(Collectors.joining("/"));
            found.add(new Original(name + suffix, href));
        }
    }

    /** Where the originals are, as the end of a sentence. */
    static String whereabouts(List<Original> originals, Path page) {
        boolean beside = originals.stream().anyMatch(original -> original.href().equals(FILES.getFirst()));
        return beside ? "lies beside this page"
                : originals.isEmpty() ? "is not beside this page, so there is no link to it"
                        : "the links above lead to as long as both stay where they are";
    }
}
