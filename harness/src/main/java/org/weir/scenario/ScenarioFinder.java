package org.weir.scenario;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes.Name;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Finds scenario classes on a class path by reading class files; none is loaded.
 *
 * <p>
 * A class file that carries {@link MultiJvmTest} has the annotation's name in its constant pool as plain bytes, and few
 * others do: only files with these bytes are parsed.
 */
public final class ScenarioFinder {
    private static final String ANNOTATION = MultiJvmTest.class.descriptorString();
    private static final Pattern SUREFIRE_INCLUDES = Pattern.compile("Test.*|.*Test|.*Tests|.*TestCase");

    /** Packages of libraries that Weir itself brings along: most of a usual class path, and none has scenarios. */
    private static final List<String> PASSED_OVER = List.of("META-INF/", "com/fasterxml/jackson/", "com/sun/jna/",
            "gg/jte/", "joptsimple/",
            "org/apache/commons/numbers/", "org/apache/commons/rng/", "org/apache/commons/statistics/",
            "org/apiguardian/",
            "org/jspecify/", "org/junit/", "org/openjdk/jcstress/", "org/opentest4j/", "picocli/", "tools/jackson/");

    private ScenarioFinder() {}

    /**
     * Finds the classes that carry {@link MultiJvmTest}.
     *
     * @param classPath directories and jars; what does not exist is passed over, as the JVM does, and so is a file that is
     *            no class file; the {@code Class-Path} of a jar's manifest is followed; packages of Weir's own dependencies
     *            in jars are not searched
     * @return binary names, sorted, each once
     * @throws UncheckedIOException if a directory or jar cannot be read; the message names it
     */
    public static List<String> find(Collection<Path> classPath) {
        Set<Path> seen = new LinkedHashSet<>();
        Set<String> names = new TreeSet<>();
        List<Path> next = List.copyOf(classPath);
        while (!next.isEmpty()) {
            List<Path> entries = next.stream()
                    .map(e -> e.toAbsolutePath().normalize())
                    .filter(e -> Files.exists(e) && seen.add(e))
                    .toList();
            List<Scanned> round = entries.parallelStream().map(ScenarioFinder::scan).toList();
            round.forEach(scanned -> names.addAll(scanned.names()));
            next = round.stream().flatMap(scanned -> scanned.classPath().stream()).toList();
        }
        return List.copyOf(names);
    }

    /** The class path of the running JVM: the system property {@code java.class.path}. */
    public static List<Path> runningClassPath() {
        List<Path> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry));
        }
        return entries;
    }

    /**
     * The scenarios that a Maven build would pass over: Surefire's defaults include only classes called {@code Test*},
     * {@code *Test}, {@code *Tests} or {@code *TestCase}, and no nested ones.
     *
     * @param names binary names of scenario classes
     * @return those of them that it misses, in the order given
     */
    public static List<String> missedBySurefire(Collection<String> names) {
        return names.stream().filter(name -> {
            String simple = name.substring(name.lastIndexOf('.') + 1);
            return simple.contains("$") || !SUREFIRE_INCLUDES.matcher(simple).matches();
        }).toList();
    }

    /** What a class path entry holds: scenarios, and, in a jar's manifest, further entries. */
    private record Scanned(Set<String> names, List<Path> classPath) {}

    private static Scanned scan(Path entry) {
        try {
            return Files.isDirectory(entry) ? scanDirectory(entry) : scanJar(entry);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + entry + " of the class path: " + e.getMessage(), e);
        }
    }

    private static Scanned scanDirectory(Path directory) throws IOException {
        Set<String> names = new TreeSet<>();
        Files.walkFileTree(directory, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                        if (file.toString().endsWith(".class")) {
                            scenarioName(Files.readAllBytes(file)).ifPresent(names::add);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return new Scanned(names, List.of());
    }

    private static Scanned scanJar(Path jar) throws IOException {
        Set<String> names = new TreeSet<>();
        List<Path> classPath = List.of();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = file.entries(); entries.hasMoreElements();) {
                ZipEntry entry = entries.nextElement();
                if (mayBeScenario(entry.getName())) {
                    scenarioName(read(file, entry)).ifPresent(names::add);
                } else if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    classPath = manifestClassPath(jar, read(file, entry));
                }
            }
        }
        return new Scanned(names, classPath);
    }

    private static byte[] read(ZipFile file, ZipEntry entry) throws IOException {
        try (InputStream in = file.getInputStream(entry)) {
            return in.readAllBytes();
        }
    }

    private static List<Path> manifestClassPath(Path jar, byte[] manifest) throws IOException {
        if (!contains(manifest, Name.CLASS_PATH.toString())) {
            return List.of();
        }
        String value = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes().getValue(Name.CLASS_PATH);
        return value == null ? List.of()
                : Stream.of(value.strip().split("\\s+")).flatMap(entry -> resolve(jar, entry).stream()).toList();
    }

    private static Optional<Path> resolve(Path jar, String entry) {
        try {
            URI uri = jar.toUri().resolve(entry);
            return "file".equals(uri.getScheme()) ? Optional.of(Path.of(uri)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean mayBeScenario(String entry) {
        return entry.endsWith(".class") && PASSED_OVER.stream().noneMatch(entry::startsWith);
    }

    private static Optional<String> scenarioName(byte[] bytes) {
        if (!contains(bytes, ANNOTATION)) {
            return Optional.empty();
        }
        try {
            ClassModel file = ClassFile.of().parse(bytes);
            boolean annotated = file.findAttribute(Attributes.runtimeVisibleAnnotations())
                    .stream()
                    .flatMap(attribute -> attribute.annotations().stream())
                    .anyMatch(annotation -> annotation.className().equalsString(ANNOTATION));
            return annotated ? Optional.of(file.thisClass().asInternalName().replace('/', '.')) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean contains(byte[] bytes, String text) {
        return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }
}
