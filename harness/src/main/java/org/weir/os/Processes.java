package org.weir.os;

import java.lang.foreign.MemorySegment;

/** Who this process is, signals to others, and the wish to die with one's parent. */
public final class Processes {

    private static final int PR_SET_PDEATHSIG = 1;

    private static final MemorySegment GETPID = Native.function("getpid");
    private static final MemorySegment GETPPID = Native.function("getppid");
    private static final MemorySegment GETTID = Native.function("gettid");
    private static final MemorySegment GETEUID = Native.function("geteuid");
    private static final MemorySegment KILL = Native.function("kill");
    private static final MemorySegment PRCTL = Native.function("prctl");

    private Processes() {}

    /** The id of this process. */
    public static long pid() {
        return identity(GETPID);
    }

    /**
     * The id of the parent as it is now: it changes (to 1 or that of a subreaper) when the parent has ended, which
     * {@link ProcessHandle#parent()} does not promise to show.
     */
    public static long parentPid() {
        return identity(GETPPID);
    }

    /** The kernel's id of the calling thread; for a virtual thread that of its carrier. */
    public static long threadId() {
        return identity(GETTID);
    }

    /** The effective user id of this process. */
    public static int userId() {
        return identity(GETEUID);
    }

    /**
     * Asks the kernel to send {@code signal} to this process when the <em>thread</em> that started it ends, be it
     * alone or with its process. Does nothing about a parent that has ended before the call: look at
     * {@link #parentPid()} afterwards.
     */
    public static void signalOnParentDeath(Signal signal) throws OsException {
        if ((int) Native.call(PRCTL, PR_SET_PDEATHSIG, signal.number()) != 0) {
            throw new OsException("prctl", "PR_SET_PDEATHSIG, " + signal, Native.scratch().lastErrno());
        }
    }

    /**
     * Sends {@code signal} to one process. A process that has ended and was not reaped yet takes it silently.
     *
     * @throws OsException {@link Errno#ESRCH} if there is no such process, {@link Errno#EPERM} if it is another user's
     * @throws IllegalArgumentException if {@code pid} is not positive, because that means a group or every process
     */
    public static void send(long pid, Signal signal) throws OsException {
        int errno = kill(pid, signal.number());
        if (errno != 0) {
            throw new OsException("kill", "pid " + pid + ", " + signal, errno);
        }
    }

    /** Whether a process of this id exists, zombies and other users' processes included. */
    public static boolean exists(long pid) {
        return kill(pid, 0) != Errno.ESRCH;
    }

    private static int kill(long pid, int number) {
        if (pid <= 0 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("A signal goes to one process, whose id is positive; got " + pid + ".");
        }
        int result = (int) Native.call(KILL, pid, number);
        return result == 0 ? 0 : Native.scratch().lastErrno();
    }

    private static int identity(MemorySegment call) {
        return (int) Native.call(call);
    }
}
