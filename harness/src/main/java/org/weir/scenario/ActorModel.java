package org.weir.scenario;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One actor of a scenario.
 *
 * @param index its number, from 0; actors are ordered by name
 * @param name the name of its method
 * @param method the method, accessible
 * @param takesResult whether the method takes the result object
 * @param writes names of the result fields that it writes
 * @param jvmArgs JVM arguments for its JVM alone, after those of the scenario
 * @param env environment variables for its JVM
 * @param classPath class path entries that go before the common class path in its JVM
 */
public record ActorModel(int index, String name, Method method, boolean takesResult, Set<String> writes,
        List<String> jvmArgs, Map<String, String> env, List<Path> classPath) {}
