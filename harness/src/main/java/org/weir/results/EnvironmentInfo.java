package org.weir.results;

import java.util.List;

/**
 * Where the numbers come from.
 *
 * @param cpuModel the CPU's name
 * @param cpus CPUs that this process may run on
 * @param topology sockets, cores and threads, in words
 * @param architecture {@code os.arch}
 * @param kernel name and release of the kernel
 * @param jdk vendor, version and build of the JDK that the workers run on
 * @param jvmFlags JVM arguments of the coordinator
 * @param gitCommit the commit of the working directory, with {@code +} appended if it was changed; empty outside a
 *                  checkout
 * @param host the machine's name
 * @param weirVersion Weir's version
 */
public record EnvironmentInfo(String cpuModel, int cpus, String topology, String architecture, String kernel,
        String jdk, List<String> jvmFlags, String gitCommit, String host, String weirVersion) {
    /** Copies the list. */
    public EnvironmentInfo {
        jvmFlags = List.copyOf(jvmFlags);
    }
}
