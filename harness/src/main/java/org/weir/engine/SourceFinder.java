package org.weir.engine;

import org.weir.results.Study;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the source of a class: beside it on the class path, as a jar of sources or a build that copies them has it, or
 * where Maven and Gradle keep it, seen from the directory of compiled classes.
 */
final class SourceFinder {
    private static final List<String> ROOTS = List.of("src/main/java", "src/test/java");
    private static final int MOST_LEVELS = 4;
    private static final int MOST_CHARACTERS = 40_000;

    private SourceFinder() {}

    static Study.Source find(Class<?> type) {
        Class<?> outermost = type;
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        Class<?> top = outermost;
        String file = outermost.getName().replace('.', '/') + ".java";
        return fromClassPath(outermost, file).or(() -> fromProject(type, file))
                .map(text -> cut(file, text))
                .map(source -> type.equals(top) ? source : nested(source, type.getSimpleName()))
                .orElse(Study.NONE.source());
    }

    private static Optional<String> fromClassPath(Class<?> type, String file) {
        try (InputStream in = type.getResourceAsStream("/" + file)) {
            return in == null ? Optional.empty() : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> fromProject(Class<?> type, String file) {
        CodeSource where = type.getProtectionDomain().getCodeSource();
        if (where == null || where.getLocation() == null) {
            return Optional.empty();
        }
        try {
            Path directory = Path.of(where.getLocation().toURI());
            for (int i = 0; i < MOST_LEVELS && directory != null; i++) {
                for (String root : ROOTS) {
                    Path source = directory.resolve(root).resolve(file);
                    if (Files.isRegularFile(source)) {
                        return Optional.of(Files.readString(source));
                    }
                }
                directory = directory.getParent();
            }
        } catch (URISyntaxException | IllegalArgumentException | IOException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    /** Leaves out what stands before the class and its comment. */
    private static Study.Source cut(String file, String text) {
        List<String> lines = text.lines().toList();
        int first = 0;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.startsWith("package ") || line.startsWith("import ")) {
                first = i + 1;
            } else if (line.startsWith("@") || line.startsWith("public ") || line.startsWith("class ")) {
                break;
            }
        }
        while (first < lines.size() && lines.get(first).isBlank()) {
            first++;
        }
        String body = String.join("\n", lines.subList(first, lines.size()));
        return new Study.Source(file, first + 1,
                body.length() <= MOST_CHARACTERS ? body : body.substring(0, MOST_CHARACTERS));
    }

    /** Of a class within another its own lines alone, found by how they are indented; all if they are not found. */
    private static Study.Source nested(Study.Source whole, String name) {
        List<String> lines = whole.text().lines().toList();
        Pattern declaration = Pattern.compile("( +)[a-z ]*\\b(?:class|record) " + Pattern.quote(name) + "\\b.*");
        for (int i = 0; i < lines.size(); i++) {
            Matcher matcher = declaration.matcher(lines.get(i));
            if (matcher.matches()) {
                String indent = matcher.group(1);
                int first = i;
                while (first > 0 && !lines.get(first - 1).isBlank()
                        && !lines.get(first - 1).matches("\\s*}|.*[{;]")) {
                    first--;
                }
                int last = i;
                while (last < lines.size() - 1 && !lines.get(last).equals(indent + "}")) {
                    last++;
                }
                return new Study.Source(whole.file(), whole.line() + first,
                        lines.subList(first, last + 1)
                                .stream()
                                .map(line -> line.startsWith(indent) ? line.substring(indent.length()) : line)
                                .collect(Collectors.joining("\n")));
            }
        }
        return whole;
    }
}
