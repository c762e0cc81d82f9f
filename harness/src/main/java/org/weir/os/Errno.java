package org.weir.os;

import java.util.Map;

/**
 * Error numbers of the Linux kernel that Weir names or acts upon. The numbers are those of the generic table, which
 * x86-64 and AArch64 share.
 */
public final class Errno {

    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int EBADF = 9;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EFAULT = 14;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENFILE = 23;
    public static final int EMFILE = 24;
    public static final int EFBIG = 27;
    public static final int ENOSPC = 28;
    public static final int ESPIPE = 29;
    public static final int EROFS = 30;
    public static final int EPIPE = 32;
    public static final int EDEADLK = 35;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOLCK = 37;
    public static final int ENOSYS = 38;
    public static final int ELOOP = 40;
    public static final int ENODEV = 19;
    public static final int EOPNOTSUPP = 95;
    public static final int ETIMEDOUT = 110;
    public static final int EDQUOT = 122;

    private static final Map<Integer, String> NAMES = Map.ofEntries(Map.entry(EPERM, "EPERM"),
            Map.entry(ENOENT, "ENOENT"), Map.entry(ESRCH, "ESRCH"), Map.entry(EINTR, "EINTR"), Map.entry(EIO, "EIO"),
            Map.entry(ENXIO, "ENXIO"), Map.entry(EBADF, "EBADF"), Map.entry(EAGAIN, "EAGAIN"),
            Map.entry(ENOMEM, "ENOMEM"), Map.entry(EACCES, "EACCES"), Map.entry(EFAULT, "EFAULT"),
            Map.entry(EBUSY, "EBUSY"), Map.entry(EEXIST, "EEXIST"), Map.entry(ENODEV, "ENODEV"),
            Map.entry(ENOTDIR, "ENOTDIR"), Map.entry(EISDIR, "EISDIR"), Map.entry(EINVAL, "EINVAL"),
            Map.entry(ENFILE, "ENFILE"), Map.entry(EMFILE, "EMFILE"), Map.entry(EFBIG, "EFBIG"),
            Map.entry(ENOSPC, "ENOSPC"), Map.entry(ESPIPE, "ESPIPE"), Map.entry(EROFS, "EROFS"),
            Map.entry(EPIPE, "EPIPE"), Map.entry(EDEADLK, "EDEADLK"), Map.entry(ENAMETOOLONG, "ENAMETOOLONG"),
            Map.entry(ENOLCK, "ENOLCK"), Map.entry(ENOSYS, "ENOSYS"), Map.entry(ELOOP, "ELOOP"),
            Map.entry(EOPNOTSUPP, "EOPNOTSUPP"), Map.entry(ETIMEDOUT, "ETIMEDOUT"), Map.entry(EDQUOT, "EDQUOT"));

    private Errno() {}

    /** The symbolic name of {@code errno}, or {@code "errno 200"} for a number that Weir has no name for. */
    public static String name(int errno) {
        return NAMES.getOrDefault(errno, "errno " + errno);
    }

    /** What a person can do about {@code errno}; one sentence without a full stop. */
    static String remedy(int errno) {
        return switch (errno) {
            case EPERM, EACCES -> "run as a user who may do this, or choose a directory of your own";
            case ENOENT, ENOTDIR -> "check that the path and its parent directories exist";
            case ESRCH -> "the process or thread has ended already";
            case EEXIST -> "choose another name, or remove what is there";
            case EMFILE, ENFILE -> "close descriptors or raise the limit (ulimit -n)";
            case ENOSPC, EDQUOT, EFBIG -> "free space there, or choose another directory";
            case ENOMEM -> "free memory or raise the limit of this process or container";
            case EROFS -> "choose a directory on a writable file system";
            case ENAMETOOLONG -> "choose a shorter path";
            case ENOSYS, EOPNOTSUPP -> "this kernel, file system or sandbox does not offer the call;"
                    + " Weir needs Linux 3.15 or newer";
            case ENOLCK -> "the kernel is out of locks; end processes that hold many";
            case EINVAL -> "the argument is one that this kernel refuses";
            default -> "see the manual page of the call";
        };
    }
}
