package org.weir.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How a {@link JvmProcess} is to be started.
 *
 * @param jvmArgs options for {@code java} beside the inherited ones
 * @param inheritOptions whether options of this JVM are inherited
 */
record ProcessPlan(List<Integer> identity, String name, boolean daemon, StartMethod method, Stdio stdio,
        List<String> jvmArgs, boolean inheritOptions, List<Path> classPath, Map<String, String> env, Path directory) {

    static ProcessPlan of(ProcessNode node) {
        return of(node, node.nextIdentity());
    }

    static ProcessPlan of(ProcessNode node, List<Integer> identity) {
        return new ProcessPlan(identity, ProcessNode.defaultName(identity), node.self().daemon(), node.defaultMethod(),
                Stdio.inherit(), List.of(), true, JvmSpec.ownClassPath(), Map.of(), Path.of("").toAbsolutePath());
    }

    JvmSpec spec() {
        List<String> options = new ArrayList<>(inheritOptions ? InheritedOptions.ofThisJvm() : List.of());
        options.addAll(jvmArgs);
        return new JvmSpec(options, classPath, env, directory, stdio);
    }

    /** @throws IllegalArgumentException if that is no name */
    ProcessPlan withName(String value) {
        if (value.isBlank() || value.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("A process's name is not blank and holds no zero character.");
        }
        return new ProcessPlan(identity, value, daemon, method, stdio, jvmArgs, inheritOptions, classPath, env,
                directory);
    }

    ProcessPlan withDaemon(boolean value) {
        return new ProcessPlan(identity, name, value, method, stdio, jvmArgs, inheritOptions, classPath, env,
                directory);
    }

    ProcessPlan withMethod(StartMethod value) {
        return new ProcessPlan(identity, name, daemon, value, stdio, jvmArgs, inheritOptions, classPath, env,
                directory);
    }

    ProcessPlan withStdio(Stdio value) {
        return new ProcessPlan(identity, name, daemon, method, value, jvmArgs, inheritOptions, classPath, env,
                directory);
    }

    ProcessPlan withJvmArgs(List<String> value) {
        return new ProcessPlan(identity, name, daemon, method, stdio, List.copyOf(value), inheritOptions, classPath,
                env, directory);
    }

    ProcessPlan withInheritOptions(boolean value) {
        return new ProcessPlan(identity, name, daemon, method, stdio, jvmArgs, value, classPath, env, directory);
    }

    ProcessPlan withClassPath(List<Path> value) {
        return new ProcessPlan(identity, name, daemon, method, stdio, jvmArgs, inheritOptions, List.copyOf(value), env,
                directory);
    }

    /** @throws IllegalArgumentException if the environment cannot hold that */
    ProcessPlan withVariable(String variable, String value) {
        Objects.requireNonNull(variable, "variable");
        Objects.requireNonNull(value, "value");
        if (variable.isEmpty() || variable.indexOf('=') >= 0 || variable.indexOf('\0') >= 0 || value.indexOf(
                '\0') >= 0) {
            throw new IllegalArgumentException("A variable's name is not empty and holds no '=', and neither it nor its"
                    + " value holds a zero character; got '" + variable + "'.");
        }
        Map<String, String> more = new HashMap<>(env);
        more.put(variable, value);
        return new ProcessPlan(identity, name, daemon, method, stdio, jvmArgs, inheritOptions, classPath,
                Map.copyOf(more), directory);
    }

    ProcessPlan withDirectory(Path value) {
        return new ProcessPlan(identity, name, daemon, method, stdio, jvmArgs, inheritOptions, classPath, env,
                value.toAbsolutePath());
    }
}
