package org.weir.memory;

/**
 * A process in a realm: the slot that it holds, and how often that slot had been taken when it took it. A later process
 * may have the same slot, but is another member.
 *
 * @param slot 0 to {@link Realm#SLOTS} less one; the realm's owner has 0
 * @param generation 1 to {@value #GENERATIONS} less one; begins at 1 again after that
 */
public record Member(int slot, int generation) {

    /** How many generations are told apart. */
    public static final int GENERATIONS = 1 << 18;

    /** How many bits {@link #id} takes. */
    public static final int ID_BITS = 30;

    private static final int SLOT_BITS = 12;

    /** Checks the ranges. */
    public Member {
        if (slot < 0 || slot >= Realm.SLOTS || generation < 1 || generation >= GENERATIONS) {
            throw new IllegalArgumentException("There is no member " + slot + "/" + generation + ".");
        }
    }

    /** Slot and generation in the {@value #ID_BITS} low bits of an int; never 0. */
    public int id() {
        return generation << SLOT_BITS | slot;
    }

    /** The member whose {@link #id} it is; bits above {@value #ID_BITS} do not count. */
    public static Member of(int id) {
        return new Member(slotOf(id), generationOf(id));
    }

    static int slotOf(int id) {
        return id & Realm.SLOTS - 1;
    }

    static int generationOf(int id) {
        return id >>> SLOT_BITS & GENERATIONS - 1;
    }
}
