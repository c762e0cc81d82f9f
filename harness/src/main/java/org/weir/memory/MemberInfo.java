package org.weir.memory;

import java.util.OptionalInt;

/**
 * What people want to know of a member. Process ids are for display only: they are used again, and differ between
 * containers that share memory.
 *
 * @param member which it is
 * @param pid its process id as it sees it itself
 * @param name its name; "" if it has given none
 * @param exit how it ended, if its launcher has said so: its exit code, or the negative number of a signal
 */
public record MemberInfo(Member member, long pid, String name, OptionalInt exit) {

    @Override
    public String toString() {
        return name.isEmpty() ? "process " + pid : "process " + pid + " '" + name + "'";
    }
}
