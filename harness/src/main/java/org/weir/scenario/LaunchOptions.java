package org.weir.scenario;

import org.openjdk.jcstress.annotations.Arbiter;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@link JvmArgs}, {@link Env} and {@link ClassPath} say of a class or an actor.
 *
 * @param jvmArgs JVM arguments
 * @param env environment variables, in order of declaration
 * @param classPath class path entries, properties replaced
 */
record LaunchOptions(List<String> jvmArgs, Map<String, String> env, List<Path> classPath) {
    private static final List<Class<? extends Annotation>> OF_ACTORS = List.of(JvmArgs.class, Env.class,
            ClassPath.class, Writes.class);
    private static final Pattern CLASS_PATH_ARGUMENT = Pattern
            .compile("-cp|-classpath|-jar|--class-path(=.*)?|-Djava\\.class\\.path=.*");
    private static final Pattern PROPERTY = Pattern.compile("\\$\\{([^}]*)}");

    static LaunchOptions read(Class<?> type, Problems problems) {
        return read(type, (code, wrong, remedy) -> problems.add(code, wrong, remedy));
    }

    static LaunchOptions read(Method actor, Problems problems) {
        return read(actor, (code, wrong, remedy) -> problems.add(code, actor, wrong, remedy));
    }

    /** Reports annotations for actors on methods that are none. */
    static void checkPlaces(Class<?> type, List<Method> actors, Problems problems) {
        List<String> names = actors.stream().map(Method::getName).toList();
        for (Method method : Members.methods(type)) {
            for (Class<? extends Annotation> annotation : OF_ACTORS) {
                if (method.isAnnotationPresent(annotation) && !actors.contains(method)) {
                    boolean arbiter = method.isAnnotationPresent(Arbiter.class);
                    problems.add(ProblemCode.NOT_AN_ACTOR, method,
                            "@" + annotation.getSimpleName() + " is for actors, and " + method.getName()
                                    + (arbiter ? " is the arbiter" : " is none"),
                            arbiter && annotation == Writes.class ? "remove it: an arbiter may write every field"
                                    : "move it to an actor (" + String.join(", ", names)
                                            + (annotation == Writes.class ? ")" : ") or to the class"));
                }
            }
        }
    }

    private interface Report {
        void add(ProblemCode code, String wrong, String remedy);
    }

    private static LaunchOptions read(AnnotatedElement element, Report report) {
        return new LaunchOptions(jvmArgs(element, report), env(element, report), classPath(element, report));
    }

    private static List<String> jvmArgs(AnnotatedElement element, Report report) {
        JvmArgs annotation = element.getAnnotation(JvmArgs.class);
        List<String> arguments = annotation == null ? List.of() : List.of(annotation.value());
        for (String argument : arguments) {
            if (!argument.startsWith("-")) {
                report.add(ProblemCode.JVM_ARGS, "\"" + argument + "\" in @JvmArgs is not an argument of a JVM",
                        "each string is one argument that starts with -; join an option and its value with =, "
                                + "such as \"--add-opens=java.base/java.nio=ALL-UNNAMED\"");
            } else if (CLASS_PATH_ARGUMENT.matcher(argument).matches()) {
                report.add(ProblemCode.JVM_ARGS, "\"" + argument + "\" in @JvmArgs would replace the class path",
                        "put entries before it with @ClassPath");
            }
        }
        return arguments;
    }

    private static Map<String, String> env(AnnotatedElement element, Report report) {
        Env annotation = element.getAnnotation(Env.class);
        Map<String, String> variables = new LinkedHashMap<>();
        for (String variable : annotation == null ? new String[0] : annotation.value()) {
            int separator = variable.indexOf('=');
            if (separator < 1 || variable.indexOf('\0') >= 0) {
                report.add(ProblemCode.ENV, "\"" + variable + "\" in @Env is not a variable", "write it as NAME=value");
            } else if (variables.put(variable.substring(0, separator), variable.substring(separator + 1)) != null) {
                report.add(ProblemCode.ENV, "@Env has " + variable.substring(0, separator) + " twice", "keep one");
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    private static List<Path> classPath(AnnotatedElement element, Report report) {
        ClassPath annotation = element.getAnnotation(ClassPath.class);
        List<Path> entries = new ArrayList<>();
        for (String entry : annotation == null ? new String[0] : annotation.value()) {
            Optional<String> expanded = expand(entry, report);
            Optional<Path> path = expanded.flatMap(LaunchOptions::existing);
            path.ifPresent(entries::add);
            if (expanded.isPresent() && path.isEmpty()) {
                report.add(ProblemCode.CLASS_PATH, "the entry \"" + entry + "\" of @ClassPath does not exist",
                        "state a jar or a directory that exists when the scenario is run, absolute or relative to "
                                + Path.of("").toAbsolutePath());
            }
        }
        return List.copyOf(entries);
    }

    private static Optional<Path> existing(String entry) {
        try {
            return entry.isBlank() ? Optional.empty() : Optional.of(Path.of(entry)).filter(Files::exists);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> expand(String entry, Report report) {
        Matcher property = PROPERTY.matcher(entry);
        StringBuilder expanded = new StringBuilder();
        while (property.find()) {
            String value = System.getProperty(property.group(1));
            if (value == null) {
                report.add(ProblemCode.CLASS_PATH, "the system property " + property.group(1) + " of \"" + entry
                        + "\" in @ClassPath is not set", "set it with -D" + property.group(1) + "=...");
                return Optional.empty();
            }
            property.appendReplacement(expanded, Matcher.quoteReplacement(value));
        }
        return Optional.of(property.appendTail(expanded).toString());
    }
}
