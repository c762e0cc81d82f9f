package org.weir.scenario;

import java.lang.constant.ClassDesc;
import java.util.BitSet;
import java.util.Set;

/** JDK methods that take an object without writing to it, keeping it or showing it to code that might. */
final class HarmlessCalls {
    private static final Set<String> AS_RECEIVER = Set.of("getClass", "hashCode", "toString", "wait", "notify",
            "notifyAll");
    private static final Set<String> AS_ARGUMENT = Set.of("java.util.Objects.requireNonNull",
            "java.util.Objects.isNull",
            "java.util.Objects.nonNull", "java.lang.String.valueOf", "java.lang.StringBuilder.append",
            "java.lang.System.identityHashCode");
    private static final Set<String> BOOTSTRAPS = Set.of("java.lang.invoke.StringConcatFactory",
            "java.lang.runtime.SwitchBootstraps");

    private HarmlessCalls() {}

    /** Whether the call is harmless to the arguments given, the receiver being the first of them. */
    static boolean contains(ClassDesc owner, String name, BitSet holders) {
        return AS_ARGUMENT.contains(WriterScan.ownerName(owner) + "." + name)
                || (AS_RECEIVER.contains(name) && holders.get(0));
    }

    /** Whether the call returns its argument. */
    static boolean returnsArgument(ClassDesc owner, String name) {
        return name.equals("requireNonNull") && WriterScan.ownerName(owner).equals("java.util.Objects");
    }

    /** Whether what an {@code invokedynamic} of this bootstrap class makes only reads its arguments. */
    static boolean isBootstrap(ClassDesc owner) {
        return BOOTSTRAPS.contains(WriterScan.ownerName(owner));
    }
}
