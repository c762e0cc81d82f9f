package org.weir.os;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * How C functions are called, and the scratch memory that each thread owns for its calls.
 *
 * <p>All calls go through one method handle: seven words in, one out, {@code errno} captured. To link a shape costs a
 * starting JVM some 15 ms, because the JDK spins a dozen classes for it that no cache keeps, and a child makes some ten
 * different calls before its first line. That a function ignores the words that it does not declare, and the upper
 * halves of those that it declares as {@code int}, is what the calling conventions of Linux on x86-64 and AArch64 say;
 * they also pass variadic arguments as they do others, once the first is marked, which is harmless for functions that
 * are not variadic. A result of type {@code int} is the lower half of the word.
 *
 * <p>The handle is not declared critical, because most functions may block.
 */
final class Native {

    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout CAPTURE = Linker.Option.captureStateLayout();
    private static final MethodHandle CALL = link();
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private Native() {}

    @SuppressWarnings("restricted")
    private static MethodHandle link() {
        if (!Native.class.getModule().isNativeAccessEnabled()) {
            throw new IllegalStateException("Weir calls the operating system and may not: start this JVM with"
                    + " --enable-native-access=ALL-UNNAMED.");
        }
        return LINKER.downcallHandle(FunctionDescriptor.of(LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG),
                Linker.Option.captureCallState("errno"), Linker.Option.firstVariadicArg(1));
    }

    /** A function of the C library, to be {@link #call called}. */
    static MemorySegment function(String name) {
        return LINKER.defaultLookup()
                .find(name)
                .orElseThrow(() -> new UnsupportedOperationException(
                        "The C library of this system has no function " + name
                                + "; Weir needs Linux with glibc or musl,"
                                + " this is " + System.getProperty("os.name") + "."));
    }

    static long call(MemorySegment function) {
        return call(function, 0, 0, 0, 0, 0, 0, 0);
    }

    static long call(MemorySegment function, long first) {
        return call(function, first, 0, 0, 0, 0, 0, 0);
    }

    static long call(MemorySegment function, long first, long second) {
        return call(function, first, second, 0, 0, 0, 0, 0);
    }

    static long call(MemorySegment function, long first, long second, long third) {
        return call(function, first, second, third, 0, 0, 0, 0);
    }

    /** Calls a function; if it says that it failed, {@link Scratch#lastErrno} of this thread says why. */
    static long call(MemorySegment function, long first, long second, long third, long fourth, long fifth, long sixth,
            long seventh) {
        try {
            return (long) CALL.invokeExact(function, scratch().errno, first, second, third, fourth, fifth, sixth,
                    seventh);
        } catch (Throwable thrown) {
            throw new AssertionError("A native call threw instead of returning an error number", thrown);
        }
    }

    static Scratch scratch() {
        return SCRATCH.get();
    }

    /** The memory that one thread's calls use for their arguments. A call may not assume anything about its content. */
    static final class Scratch {

        /** Where a call leaves its error number, the only thing that Linux captures. */
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
            return errno.get(ValueLayout.JAVA_INT, 0);
        }
    }

    /** {@code path} as a C string that lives as long as {@code arena}. */
    static MemorySegment cString(Arena arena, Path path) {
        byte[] bytes = path.toString().getBytes(StandardCharsets.UTF_8);
        MemorySegment text = arena.allocate(bytes.length + 1L);
        text.copyFrom(MemorySegment.ofArray(bytes));
        return text;
    }
}
