package org.weir.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the {@code java} of this JVM's own home is called to become a child of a realm. */
final class ChildCommand {

    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
    private static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS");
    private static final File NOTHING = new File("/dev/null");

    private ChildCommand() {}

    static ProcessBuilder of(JvmSpec spec, Path realm, int ordinal, String token, ChildOutput output) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options(spec, realm));
        command.add("-cp");
        command.add(spec.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(ChildMain.class.getName());
        command.add(realm.toString());
        command.add(Integer.toString(ordinal));
        command.add(Long.toString(ProcessHandle.current().pid()));

        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectInput(NOTHING)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.stdout().toFile()))
                .redirectError(ProcessBuilder.Redirect.appendTo(output.stderr().toFile()));
        Map<String, String> environment = builder.environment();
        OPTION_VARIABLES.forEach(environment::remove);
        environment.putAll(spec.env());
        environment.put(ChildMain.REALM_VARIABLE, realm + "/");
        environment.put(ChildMain.TOKEN_VARIABLE, token);
        return builder;
    }

    /**
     * Weir's options, then those of {@code spec}. HotSpot lets the last of two equal options win, except that two
     * collectors are an error: Weir's is left out when {@code spec} chooses one.
     */
    static List<String> options(JvmSpec spec, Path realm) {
        List<String> options = new ArrayList<>();
        options.add("--enable-native-access=ALL-UNNAMED");
        if (spec.jvmArgs().stream().noneMatch(COLLECTOR.asMatchPredicate())) {
            options.add("-XX:+UseSerialGC");
        }
        options.add("-Xshare:auto");
        options.add("-XX:-UsePerfData");
        options.add("-XX:ErrorFile=" + realm.resolve("hs_err_%p.log"));
        options.addAll(spec.jvmArgs());
        return options;
    }
}
