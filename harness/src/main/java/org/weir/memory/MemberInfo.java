package org.weir.memory;

/**
 * What people want to know of a member. Process ids are for display only: they are used again, and differ between
 * containers that share memory.
 *
 * @param member which it is
 * @param pid its process id as it sees it itself
 * @param name its name; "" if it has given none
 */
public record MemberInfo(Member member, long pid, String name) {

    @Override
    public String toString() {
        return name.isEmpty() ? "process " + pid : "process " + pid + " '" + name + "'";
    }
}
