package org.weir.sync;

import org.weir.memory.Members;
import org.weir.memory.Realm;

/**
 * A table in the {@link Journaled} state of an object, of those who have a part in it: waiters, readers, holders of
 * leases. Each record names its process, so that those of dead ones can be found, and its thread; says what it wants or
 * has; and has a ticket, which shows who came first. Used inside of a change, unless a method says otherwise.
 */
final class Records {

    /** No record. */
    static final int NONE = -1;

    private static final int NEXT_TICKET = 0;
    private static final int MASKS = 1;

    private static final int MEMBER = 0;
    private static final int THREAD = 1;
    private static final int STATE = 2;
    private static final int TICKET = 3;
    private static final int NUMBER = 4;
    private static final int RECORD_FIELDS = 5;

    private final Journaled journaled;
    private final int first;
    private final int capacity;
    private final int firstRecord;
    private final Members members = Realm.current().members();
    private final int self = members.self().id();

    /**
     * @param firstField the fields of {@code journaled} from this one on are the table's, {@link #fields} of them
     * @param capacity how many records it has
     */
    Records(Journaled journaled, int firstField, int capacity) {
        this.journaled = journaled;
        this.first = firstField;
        this.capacity = capacity;
        this.firstRecord = first + MASKS + masks(capacity);
    }

    /** How many fields a table of this capacity takes. */
    static int fields(int capacity) {
        return MASKS + masks(capacity) + capacity * RECORD_FIELDS;
    }

    private static int masks(int capacity) {
        return (capacity + Integer.SIZE - 1) / Integer.SIZE;
    }

    /** A new record of the calling thread; {@link #NONE} if the table is full. */
    int add(int recordState, int number) {
        int record = unused();
        if (record != NONE) {
            int ticket = journaled.get(first + NEXT_TICKET);
            journaled.set(first + NEXT_TICKET, ticket + 1);
            journaled.set(field(record, MEMBER), self);
            journaled.set(field(record, THREAD), currentThread());
            journaled.set(field(record, TICKET), ticket);
            journaled.set(field(record, NUMBER), number);
            journaled.set(field(record, STATE), recordState);
            int mask = first + MASKS + record / Integer.SIZE;
            journaled.set(mask, journaled.get(mask) | 1 << record);
        }
        return record;
    }

    /** How many more records there can be. */
    int room() {
        int used = 0;
        for (int word = 0; word < masks(capacity); word++) {
            used += Integer.bitCount(journaled.get(first + MASKS + word));
        }
        return capacity - used;
    }

    private int unused() {
        for (int word = 0; word < masks(capacity); word++) {
            int free = ~journaled.get(first + MASKS + word);
            int record = word * Integer.SIZE + Integer.numberOfTrailingZeros(free);
            if (free != 0 && record < capacity) {
                return record;
            }
        }
        return NONE;
    }

    /** Removes a record. */
    void remove(int record) {
        int mask = first + MASKS + record / Integer.SIZE;
        journaled.set(mask, journaled.get(mask) & ~(1 << record));
    }

    /** The first record from {@code from} on that is in use; {@link #NONE} if there is none. Also outside of a change. */
    int next(int from) {
        for (int word = from / Integer.SIZE; word < masks(capacity); word++) {
            int used = journaled.get(first + MASKS + word);
            if (word == from / Integer.SIZE) {
                used &= -1 << from;
            }
            if (used != 0) {
                return word * Integer.SIZE + Integer.numberOfTrailingZeros(used);
            }
        }
        return NONE;
    }

    /** Whether a record came before another. */
    boolean isBefore(int record, int other) {
        return journaled.get(field(record, TICKET)) - journaled.get(field(other, TICKET)) < 0;
    }

    /** The record in this state that came first; {@link #NONE} if there is none. */
    int first(int recordState) {
        int found = NONE;
        for (int record = next(0); record != NONE; record = next(record + 1)) {
            if (state(record) == recordState && (found == NONE || isBefore(record, found))) {
                found = record;
            }
        }
        return found;
    }

    /** The record in this state of this thread; {@link #NONE} if there is none. Also outside of a change. */
    int of(int member, int thread, int recordState) {
        for (int record = next(0); record != NONE; record = next(record + 1)) {
            if (state(record) == recordState && member(record) == member && thread(record) == thread) {
                return record;
            }
        }
        return NONE;
    }

    /** How many records are in this state. Also outside of a change. */
    int count(int recordState) {
        int count = 0;
        for (int record = next(0); record != NONE; record = next(record + 1)) {
            count += state(record) == recordState ? 1 : 0;
        }
        return count;
    }

    /** What a record wants or has. Also outside of a change. */
    int state(int record) {
        return journaled.get(field(record, STATE));
    }

    void setState(int record, int recordState) {
        journaled.set(field(record, STATE), recordState);
    }

    /** Where the state of a record lies: a futex. */
    long stateAddress(int record) {
        return journaled.address(field(record, STATE));
    }

    int member(int record) {
        return journaled.get(field(record, MEMBER));
    }

    int thread(int record) {
        return journaled.get(field(record, THREAD));
    }

    /** A number of the user's own. */
    int number(int record) {
        return journaled.get(field(record, NUMBER));
    }

    void setNumber(int record, int number) {
        journaled.set(field(record, NUMBER), number);
    }

    /** Whether the process of a record lives; a question to the kernel, unless it is this one. */
    boolean isAlive(int record) {
        return isMemberAlive(member(record));
    }

    boolean isMemberAlive(int member) {
        return member == self || members.isAlive(member);
    }

    Members members() {
        return members;
    }

    /** This process. */
    int self() {
        return self;
    }

    /** What tells the calling thread from others of this process. */
    static int currentThread() {
        return (int) Thread.currentThread().threadId();
    }

    private int field(int record, int field) {
        return firstRecord + record * RECORD_FIELDS + field;
    }
}
