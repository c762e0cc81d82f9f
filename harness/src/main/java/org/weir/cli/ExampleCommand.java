package org.weir.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/**
 * {@code weir example}. The examples are found in files {@value #INDEX} of the class path: in each line the class with a
 * {@code main} method, and a sentence about it.
 */
@Command(name = "example", mixinStandardHelpOptions = true, description = {
        "Runs a program of the documents on multiprocessing, written with Weir; without a name, lists them."})
final class ExampleCommand implements Callable<Integer> {
    static final String INDEX = "META-INF/weir/examples";

    @Parameters(paramLabel = "NAME", arity = "0..1", description = {"The example to run."})
    private Optional<String> name = Optional.empty();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException, ReflectiveOperationException {
        Map<String, String[]> examples = examples();
        if (name.isEmpty()) {
            examples.forEach((simple, fields) -> spec.commandLine()
                    .getOut()
                    .printf("%-26s %s%n", simple, String.join(" ", List.of(fields).subList(1, fields.length))));
            spec.commandLine().getOut().flush();
            return ExitCodes.OK;
        }
        String[] example = examples.get(name.get());
        if (example == null) {
            throw new ParameterException(spec.commandLine(), "there is no example \"" + name.get() + "\"; there are "
                    + String.join(", ", examples.keySet()));
        }
        return run(Class.forName(example[0]));
    }

    private static int run(Class<?> example) throws ReflectiveOperationException {
        Method main = example.getDeclaredMethod("main", String[].class);
        main.setAccessible(true);
        try {
            main.invoke(null, (Object) new String[0]);
            return ExitCodes.OK;
        } catch (InvocationTargetException e) {
            Objects.requireNonNull(e.getCause()).printStackTrace();
            return 1;
        }
    }

    private static Map<String, String[]> examples() throws IOException {
        Map<String, String[]> examples = new TreeMap<>();
        for (URL index : Collections.list(ExampleCommand.class.getClassLoader().getResources(INDEX))) {
            try (InputStream in = index.openStream()) {
                new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
                        .filter(line -> !line.isBlank())
                        .forEach(line -> {
                            String[] fields = line.split("\t", 2);
                            examples.put(fields[0].substring(fields[0].lastIndexOf('.') + 1), fields);
                        });
            }
        }
        return examples;
    }
}
