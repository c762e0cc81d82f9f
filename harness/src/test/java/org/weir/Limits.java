package org.weir;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/** The limits of this process: for JVMs that a test has to itself. */
public final class Limits {

    /** The descriptors that it may have open, as the first number that none has. */
    public static final int DESCRIPTORS = 7;

    /** The bytes of its address space. */
    public static final int ADDRESS_SPACE = 9;

    private Limits() {}

    /** Sets the soft limit of {@code resource}, and returns what it was. */
    public static long set(int resource, long limit) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limits = arena.allocate(ValueLayout.JAVA_LONG, 2);
            require((int) function("getrlimit").invokeExact(resource, limits));
            long before = limits.get(ValueLayout.JAVA_LONG, 0);
            limits.set(ValueLayout.JAVA_LONG, 0, limit);
            require((int) function("setrlimit").invokeExact(resource, limits));
            return before;
        } catch (Throwable failed) {
            throw new AssertionError(failed);
        }
    }

    private static void require(int result) {
        if (result != 0) {
            throw new AssertionError("the limit cannot be set");
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    }
}
