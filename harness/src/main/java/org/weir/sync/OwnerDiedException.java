package org.weir.sync;

import org.jspecify.annotations.Nullable;
import org.weir.memory.Member;
import org.weir.memory.MemberInfo;
import org.weir.memory.Realm;

import java.io.Serial;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Thrown where a lock is wanted whose owner's process ended while it held it. Whoever gets it does <em>not</em> hold the
 * lock; it stays abandoned until somebody calls {@link RobustLock#recover}.
 */
public final class OwnerDiedException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 2;
    private static final long UNKNOWN = 0;

    private final long pid;
    private final String name;
    private final long thread;
    private final @Nullable Integer exit;
    /** Who it was, to ask later how it ended; in this process only. */
    private final transient @Nullable Member owner;

    private OwnerDiedException(String message, long pid, String name, long thread, OptionalInt exit,
            @Nullable Member owner) {
        super(message);
        this.pid = pid;
        this.name = name;
        this.thread = thread;
        this.exit = exit.isPresent() ? exit.getAsInt() : null;
        this.owner = owner;
    }

    static OwnerDiedException of(String what, Optional<MemberInfo> owner, long thread) {
        String who = owner.map(MemberInfo::toString).orElse("A process whose place was taken since");
        OptionalInt exit = owner.map(MemberInfo::exit).orElse(OptionalInt.empty());
        return of(what, who, owner.map(MemberInfo::pid).orElse(UNKNOWN), owner.map(MemberInfo::name).orElse(""), thread,
                exit, owner.map(MemberInfo::member).orElse(null));
    }

    /**
     * For locks that know their owners by other means.
     *
     * @param what the lock, as the message names it
     * @param pid of the process that died
     * @param name of the process; "" if it had none
     */
    public static OwnerDiedException of(String what, long pid, String name) {
        return of(what, "process " + pid + (name.isEmpty() ? "" : " '" + name + "'"), pid, name, UNKNOWN,
                OptionalInt.empty(), null);
    }

    private static OwnerDiedException of(String what, String who, long pid, String name, long thread, OptionalInt exit,
            @Nullable Member owner) {
        return new OwnerDiedException(Character.toUpperCase(who.charAt(0)) + who.substring(1) + " ended"
                + (exit.isPresent() ? " with " + exit.getAsInt() : "") + " while "
                + (thread == UNKNOWN ? "it" : "its thread #" + thread) + " held "
                + what + ", and may have left what it protects half changed. Call recover(Duration), repair that, then"
                + " consistent().", pid, name, thread, exit, owner);
    }

    /** The process id of the dead owner; empty if another process has taken its place in the realm since. */
    public OptionalLong pid() {
        return pid == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(pid);
    }

    /** The name of the dead owner; "" if it had none, or is not known any more. In a scenario, that of the actor. */
    public String name() {
        return name;
    }

    /** The {@link Thread#threadId()} of the thread that held the lock; empty if that is not known. */
    public OptionalLong threadId() {
        return thread == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(thread);
    }

    /**
     * How the dead owner ended, as far as that is known by now: its exit code, or the negative number of the signal that
     * ended it. Whoever has started it learns that a little after the lock does; empty before, and for a process that
     * Weir has not started.
     */
    public OptionalInt exitCode() {
        Integer known = exit;
        Member member = owner;
        if (known != null) {
            return OptionalInt.of(known);
        }
        return member == null ? OptionalInt.empty()
                : Realm.current().members().info(member.id()).map(MemberInfo::exit).orElse(OptionalInt.empty());
    }
}
