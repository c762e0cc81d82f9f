package org.weir.os;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** On which CPUs a thread may run. CPUs are named by the kernel's numbers, from 0. */
public final class Affinity {

    /** The calling thread, to those calls that take a thread id. */
    private static final int SELF = 0;
    private static final long MASK_BYTES = 1024;

    private static final MemorySegment GET = Native.function("sched_getaffinity");
    private static final MemorySegment SET = Native.function("sched_setaffinity");

    private Affinity() {}

    /** The CPUs on which the calling thread may run; never empty, and fixed at the moment of the call. */
    public static NavigableSet<Integer> current() throws OsException {
        return of(SELF, "this thread");
    }

    /**
     * The CPUs on which this process was started: those of its first thread, which runs no Java code and so is bound by
     * nobody here. Never empty, and fixed at the moment of the call.
     */
    public static NavigableSet<Integer> ofProcess() throws OsException {
        return of((int) ProcessHandle.current().pid(), "this process");
    }

    private static NavigableSet<Integer> of(int thread, String name) throws OsException {
        Native.Scratch scratch = Native.scratch();
        MemorySegment mask = scratch.buffer.fill((byte) 0);
        if ((int) Native.call(GET, thread, MASK_BYTES, mask.address()) != 0) {
            throw new OsException("sched_getaffinity", name, scratch.lastErrno());
        }
        NavigableSet<Integer> cpus = new TreeSet<>();
        BitSet.valueOf(mask.toArray(ValueLayout.JAVA_BYTE)).stream().forEach(cpus::add);
        return Collections.unmodifiableNavigableSet(cpus);
    }

    /**
     * Binds the calling thread, and the threads that it starts from now on, to {@code cpus}. Threads that exist
     * already, such as the JVM's compiler and collector, stay where they are.
     *
     * @throws OsException {@link Errno#EINVAL} if this process may use none of them
     * @throws IllegalArgumentException if {@code cpus} is empty or names a number below 0 or above 8191
     */
    public static void set(Set<Integer> cpus) throws OsException {
        if (cpus.isEmpty()) {
            throw new IllegalArgumentException("A thread needs at least one CPU to run on.");
        }
        Native.Scratch scratch = Native.scratch();
        MemorySegment mask = scratch.buffer.fill((byte) 0);
        for (int cpu : cpus) {
            if (cpu < 0 || cpu >= MASK_BYTES * Byte.SIZE) {
                throw new IllegalArgumentException("CPU numbers go from 0 to 8191; got " + cpu + ".");
            }
            long at = cpu / Byte.SIZE;
            mask.set(ValueLayout.JAVA_BYTE, at,
                    (byte) (mask.get(ValueLayout.JAVA_BYTE, at) | 1 << cpu % Byte.SIZE));
        }
        if ((int) Native.call(SET, SELF, MASK_BYTES, mask.address()) != 0) {
            throw new OsException("sched_setaffinity", "this thread, CPUs " + new TreeSet<>(cpus),
                    scratch.lastErrno());
        }
    }
}
