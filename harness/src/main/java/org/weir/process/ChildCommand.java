package org.weir.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How the {@code java} of this JVM's own home is called to become a child of a realm. */
final class ChildCommand {

    private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");
    private static final List<String> OPTION_VARIABLES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS",
            "_JAVA_OPTIONS");
    private static final File NOTHING = new File("/dev/null");

    private ChildCommand() {}

    /** @param launcher the launcher's directory in {@code realm} */
    static ProcessBuilder of(JvmSpec spec, Path realm, Path launcher, int ordinal, String token, ChildOutput output,
            Optional<AotCache.Substitution> cache, LaunchPurpose purpose) {
        List<String> command = new ArrayList<>(OwnSession.prefix());
        if (purpose == LaunchPurpose.TRAINING) {
            command.addAll(OwnSession.politely());
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(cache.map(AotCache.Substitution::options).orElse(List.of()));
        command.addAll(options(spec, launcher));
        command.add("-cp");
        List<Path> classPath = cache.map(AotCache.Substitution::classPath).orElse(spec.classPath());
        command.add(classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        command.add(ChildMain.class.getName());
        command.add(realm.toString());
        command.add(launcher.getFileName().toString());
        command.add(Integer.toString(ordinal));
        command.add(Long.toString(ProcessHandle.current().pid()));
        command.add(purpose.name());

        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toFile())
                .redirectInput(NOTHING);
        redirect(builder, spec.stdio(), output);
        Map<String, String> environment = builder.environment();
        OPTION_VARIABLES.forEach(environment::remove);
        environment.putAll(spec.env());
        environment.put(ChildMain.REALM_VARIABLE, realm + "/");
        environment.put(ChildMain.TOKEN_VARIABLE, token);
        return builder;
    }

    private static void redirect(ProcessBuilder builder, Stdio stdio, ChildOutput output) {
        switch (stdio) {
            case Stdio.Kept _ -> redirect(builder, new Stdio.ToFiles(output.stdout(), output.stderr()), output);
            case Stdio.ToFiles(Path stdout, Path stderr) -> {
                builder.redirectOutput(ProcessBuilder.Redirect.appendTo(stdout.toFile()));
                builder.redirectError(ProcessBuilder.Redirect.appendTo(stderr.toFile()));
            }
            case Stdio.Discard _ -> builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD);
            case Stdio.Inherit _ -> {
                ProcessBuilder.Redirect target = HostStreams.mustBePumped() ? ProcessBuilder.Redirect.PIPE
                        : ProcessBuilder.Redirect.INHERIT;
                builder.redirectOutput(target).redirectError(target);
            }
        }
    }

    /**
     * Weir's options, then those of {@code spec}. HotSpot lets the last of two equal options win, except that two
     * collectors are an error: Weir's is left out when {@code spec} chooses one.
     */
    static List<String> options(JvmSpec spec, Path launcher) {
        List<String> options = new ArrayList<>();
        options.add("--enable-native-access=ALL-UNNAMED");
        if (spec.jvmArgs().stream().noneMatch(COLLECTOR.asMatchPredicate())) {
            options.add("-XX:+UseSerialGC");
        }
        options.add("-XX:-UsePerfData");
        options.add("-XX:ErrorFile=" + launcher.resolve("hs_err_%p.log"));
        options.addAll(spec.jvmArgs());
        return options;
    }
}
