package org.weir.os;

import java.util.Optional;

/**
 * The standard signals of Linux under their own names, with the numbers that x86-64 and AArch64 share. They are
 * declared in the order of their numbers, which go from 1 to 31 without a gap.
 */
public enum Signal {
    SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE,
    SIGALRM, SIGTERM, SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU, SIGURG, SIGXCPU, SIGXFSZ,
    SIGVTALRM, SIGPROF, SIGWINCH, SIGIO, SIGPWR, SIGSYS;

    /** The kernel's number. */
    @SuppressWarnings("EnumOrdinal") // the order of declaration is the numbering
    public int number() {
        return ordinal() + 1;
    }

    /** The signal of this number; empty for 0, real-time signals and anything that is no signal. */
    public static Optional<Signal> of(int number) {
        Signal[] all = values();
        return number >= 1 && number <= all.length ? Optional.of(all[number - 1]) : Optional.empty();
    }
}
