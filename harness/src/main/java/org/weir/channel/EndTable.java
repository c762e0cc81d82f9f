package org.weir.channel;

import org.weir.memory.Members;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Who holds one end of a channel: what the kernel's count of descriptors is to a pipe. An entry belongs to a
 * {@code Connection} object of a process, or to a handle on its way from that process to another; it ends when the
 * object is closed, and counts no more when the process is gone. The end is gone when no entry is left.
 *
 * <p>An entry is one word: the member's id, a bit for <em>on its way</em>, and a random ticket in the upper half by which
 * the one who receives the handle finds it and makes it its own.
 */
final class EndTable {

    private static final int ENTRIES = 64;
    private static final long ON_ITS_WAY = 1L << 30;
    private static final long MEMBER = ON_ITS_WAY - 1;
    private static final long FREE = 0;
    private static final long LOOKING_AGAIN = TimeUnit.SECONDS.toNanos(1);
    private static final long BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Behind the entries: how many were made, so that a look at one after the other can tell whether one moved meanwhile. */
    private static final int MADE = ENTRIES * Long.BYTES;

    /** In bytes. */
    static final int BYTES = MADE + 64;

    private final SharedBlock block;
    private final long offset;
    private final Members members;
    /** Where an entry was found last: almost always, one look there is enough. */
    private volatile int found;

    EndTable(SharedBlock block, long offset, Members members) {
        this.block = block;
        this.offset = offset;
        this.members = members;
    }

    private long entry(int index) {
        return block.address() + offset + (long) index * Long.BYTES;
    }

    private static int newTicket() {
        return ThreadLocalRandom.current().nextInt() | 1;
    }

    private long own(int ticket) {
        return (long) ticket << Integer.SIZE | members.self().id();
    }

    /** Enters this process; returns the ticket of the entry. */
    int enter() {
        return enter(0);
    }

    /** Enters a handle that leaves this process; returns its ticket. */
    int dispatch() {
        return enter(ON_ITS_WAY);
    }

    private int enter(long flag) {
        int ticket = newTicket();
        for (int attempt = 0; attempt < 2; attempt++) {
            for (int i = 0; i < ENTRIES; i++) {
                if (Words.compareAndSetLong(entry(i), FREE, own(ticket) | flag)) {
                    Words.getAndAddLong(block.address() + offset + MADE, 1);
                    return ticket;
                }
            }
            isGone(true);
        }
        throw new IllegalStateException("An end of a channel is held " + ENTRIES
                + " times already, which is the limit; close connections that are no longer used.");
    }

    /** Makes the entry of a handle that arrived that of this process; returns its new ticket. */
    int adopt(int ticket) {
        for (int i = 0; i < ENTRIES; i++) {
            long entry = Words.getLongVolatile(entry(i));
            if (ticketOf(entry) == ticket && (entry & ON_ITS_WAY) != 0) {
                int mine = newTicket();
                if (Words.compareAndSetLong(entry(i), entry, own(mine))) {
                    return mine;
                }
            }
        }
        return enter();
    }

    /** Ends the entry of this process that has {@code ticket}, if it has not ended. */
    void leave(int ticket) {
        for (int i = 0; i < ENTRIES; i++) {
            long entry = Words.getLongVolatile(entry(i));
            if (entry != FREE && ticketOf(entry) == ticket && Words.compareAndSetLong(entry(i), entry, FREE)) {
                return;
            }
        }
    }

    /** Ends the entries of handles that this process has sent and nobody has made his own. */
    void recall() {
        long sender = members.self().id();
        for (int i = 0; i < ENTRIES; i++) {
            long entry = Words.getLongVolatile(entry(i));
            if ((entry & ON_ITS_WAY) != 0 && (entry & MEMBER) == sender) {
                boolean _ = Words.compareAndSetLong(entry(i), entry, FREE);
            }
        }
    }

    /**
     * Ends the entry of one handle that this process has sent.
     *
     * @return false if somebody has made it his own, or it has ended
     */
    boolean recall(int ticket) {
        long onItsWay = own(ticket) | ON_ITS_WAY;
        for (int i = 0; i < ENTRIES; i++) {
            if (Words.getLongVolatile(entry(i)) == onItsWay && Words.compareAndSetLong(entry(i), onItsWay, FREE)) {
                return true;
            }
        }
        return false;
    }

    private static int ticketOf(long entry) {
        return (int) (entry >>> Integer.SIZE);
    }

    /**
     * Whether nobody holds the end.
     *
     * @param look whether to ask the kernel which of the processes live, and to end the entries of the others
     */
    boolean isGone(boolean look) {
        if (!look && Words.getLongVolatile(entry(found)) != FREE) {
            return false;
        }
        while (true) {
            long made = Words.getLongVolatile(block.address() + offset + MADE);
            boolean gone = true;
            for (int i = 0; i < ENTRIES; i++) {
                if (isHeld(i, look)) {
                    gone = false;
                    found = i;
                }
            }
            if (!gone || made == Words.getLongVolatile(block.address() + offset + MADE)) {
                return gone;
            }
        }
    }

    private boolean isHeld(int index, boolean look) {
        long entry = Words.getLongVolatile(entry(index));
        while (entry != FREE && look && isDead(entry)) {
            boolean _ = Words.compareAndSetLong(entry(index), entry, FREE);
            entry = Words.getLongVolatile(entry(index));
        }
        return entry != FREE;
    }

    /**
     * Whether nobody holds the end, for one who asks but once. One who is dead counts as alive while another process takes
     * his slot ({@link Members#isAlive}), so if all who hold it are other processes this looks again for up to a second.
     */
    boolean isGoneForGood() {
        long begin = System.nanoTime();
        while (!isGone(true)) {
            if (isHeldHere() || System.nanoTime() - begin > LOOKING_AGAIN) {
                return false;
            }
            LockSupport.parkNanos(BETWEEN_LOOKS);
        }
        return true;
    }

    private boolean isHeldHere() {
        int self = members.self().id();
        for (int i = 0; i < ENTRIES; i++) {
            if ((Words.getLongVolatile(entry(i)) & MEMBER) == self) {
                return true;
            }
        }
        return false;
    }

    private boolean isDead(long entry) {
        return !members.isAlive((int) (entry & MEMBER));
    }
}
