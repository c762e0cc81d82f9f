package org.weir.sync;

import org.weir.memory.MemberInfo;

import java.io.Serial;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Thrown where a lock is wanted whose owner's process ended while it held it. Whoever gets it does <em>not</em> hold the
 * lock; it stays abandoned until somebody calls {@link RobustLock#recover}.
 */
public final class OwnerDiedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;
    private static final long UNKNOWN = 0;

    private final long pid;
    private final String name;

    private OwnerDiedException(String message, long pid, String name) {
        super(message);
        this.pid = pid;
        this.name = name;
    }

    static OwnerDiedException of(String what, Optional<MemberInfo> owner) {
        String who = owner.map(MemberInfo::toString).orElse("A process whose place was taken since");
        return of(what, who, owner.map(MemberInfo::pid).orElse(UNKNOWN), owner.map(MemberInfo::name).orElse(""));
    }

    /**
     * For locks that know their owners by other means.
     *
     * @param what the lock, as the message names it
     * @param pid of the process that died
     * @param name of the process; "" if it had none
     */
    public static OwnerDiedException of(String what, long pid, String name) {
        return of(what, "process " + pid + (name.isEmpty() ? "" : " '" + name + "'"), pid, name);
    }

    private static OwnerDiedException of(String what, String who, long pid, String name) {
        return new OwnerDiedException(Character.toUpperCase(who.charAt(0)) + who.substring(1) + " ended while it held "
                + what + ", and may have left what it protects half changed. Call recover(Duration), repair that, then"
                + " consistent().", pid, name);
    }

    /** The process id of the dead owner; empty if another process has taken its place in the realm since. */
    public OptionalLong pid() {
        return pid == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** The name of the dead owner; "" if it had none, or is not known any more. */
    public String name() {
        return name;
    }
}
