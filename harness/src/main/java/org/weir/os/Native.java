package org.weir.os;

import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How a C function becomes a method handle, and the scratch memory that each thread owns for its calls.
 *
 * <p>Every handle takes the capture segment of {@code errno} first: {@link Scratch#errno}. None of them is declared
 * critical, because most may block.
 */
final class Native {

    static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
    static final AddressLayout POINTER = ValueLayout.ADDRESS;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = CAPTURE.varHandle(MemoryLayout.PathElement.groupElement("errno"))
            .withInvokeExactBehavior();
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private Native() {}

    /** A function whose parameters are all declared. */
    static MethodHandle function(String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"));
    }

    /** A function whose parameters from {@code firstVariadic} (counted from 0) on are passed as variadic ones. */
    static MethodHandle variadic(int firstVariadic, String name, MemoryLayout result, MemoryLayout... parameters) {
        return link(name, FunctionDescriptor.of(result, parameters), Linker.Option.captureCallState("errno"),
                Linker.Option.firstVariadicArg(firstVariadic));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle link(String name, FunctionDescriptor descriptor, Linker.Option... options) {
        if (!Native.class.getModule().isNativeAccessEnabled()) {
            throw new IllegalStateException("Weir calls the operating system and may not: start this JVM with"
                    + " --enable-native-access=ALL-UNNAMED.");
        }
        MemorySegment symbol = LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "The C library of this system has no function " + name
                                + "; Weir needs Linux with glibc or musl,"
                                + " this is " + System.getProperty("os.name") + "."));
        return LINKER.downcallHandle(symbol, descriptor, options);
    }

    static Scratch scratch() {
        return SCRATCH.get();
    }

    /** A method handle of this package threw, which none of them is declared to do. */
    static AssertionError impossible(Throwable thrown) {
        return new AssertionError("A native call threw instead of returning an error number", thrown);
    }

    /** The memory that one thread's calls use for their arguments. A call may not assume anything about its content. */
    static final class Scratch {

        /** Passed first to every handle. */
        final MemorySegment errno;
        /** Room for one small structure ({@code timespec}, {@code flock}) or mask. */
        final MemorySegment buffer;

        private Scratch() {
            Arena arena = Arena.ofAuto();
            errno = arena.allocate(CAPTURE);
            buffer = arena.allocate(1024, 16);
        }

        /** The error number of the last call of this thread, if that failed. */
        int lastErrno() {
            return (int) ERRNO.get(errno, 0L);
        }
    }

    /** {@code path} as a C string that lives as long as {@code arena}. */
    static MemorySegment cString(Arena arena, Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment text = arena.allocate(bytes.length + 1L);
        MemorySegment.copy(bytes, 0, text, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return text;
    }
}
