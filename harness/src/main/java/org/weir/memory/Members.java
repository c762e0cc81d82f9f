package org.weir.memory;

import org.weir.os.Processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Who lives in a realm. Whoever takes a slot counts its generation up before anything else, so that a word in shared
 * memory that names its owner by {@link Member#id} says for ever which process that was: it is dead as soon as nobody
 * holds the slot, or the slot has another generation.
 *
 * <p>A slot can be taken between the two looks of {@link #isAlive}, which then says <em>alive</em> once too often and
 * never <em>dead</em> wrongly; who waits for a death looks again anyway. Generations begin anew after 262,143 of them;
 * a word would have to lie untouched for as many processes in the same slot to be mistaken.
 *
 * <p>Safe for use by several threads.
 */
public final class Members {

    static final String NAME = "members";
    private static final int RECORD = Alignment.LINE;
    private static final int GENERATION = 0;
    private static final int PID = 4;
    /** How it ended, plus {@link #EXITED}; 0 if that is not known. */
    private static final int EXIT = 8;
    private static final int NAME_LENGTH = 12;
    private static final int NAME_BYTES = 13;
    private static final int EXITED = 1 << 16;
    private static final int LONGEST_NAME = RECORD - NAME_BYTES;

    private final Realm realm;
    private final long base;

    private Members(Realm realm, Segment segment) {
        this.realm = realm;
        this.base = segment.address();
    }

    static Members of(Realm realm) throws IOException {
        Segment segment;
        try {
            segment = Segment.create(realm.directory().resolve(NAME), (long) Realm.SLOTS * RECORD);
        } catch (FileAlreadyExistsException made) {
            segment = Segment.open(realm.directory().resolve(NAME));
        }
        return new Members(realm, segment);
    }

    /** Enters this process, which holds {@code slot}. */
    Member enter(int slot) {
        long record = record(slot);
        int generation = Words.getIntVolatile(record + GENERATION) % (Member.GENERATIONS - 1) + 1;
        Words.setIntVolatile(record + GENERATION, generation);
        Words.setInt(record + EXIT, 0);
        Words.setIntRelease(record + PID, (int) Processes.pid());
        setName(slot, "");
        return new Member(slot, generation);
    }

    private long record(int slot) {
        return base + (long) slot * RECORD;
    }

    /**
     * This process.
     *
     * @throws UncheckedIOException if it had to take a slot for that, and all are held
     */
    public Member self() {
        return realm.self();
    }

    /** Says what this process is called; a long name is cut to 51 bytes of UTF-8. */
    public void setName(String name) {
        setName(self().slot(), name);
    }

    private void setName(int slot, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, LONGEST_NAME);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xC0) == 0x80) {
            length--;
        }
        byte[] field = Arrays.copyOf(Arrays.copyOf(bytes, length), LONGEST_NAME);
        long record = record(slot);
        Words.copyIn(field, 0, record + NAME_BYTES, LONGEST_NAME);
        Words.copyIn(new byte[]{(byte) length}, 0, record + NAME_LENGTH, 1);
    }

    /**
     * Says how a process of this realm has ended: for whoever has waited for it. Does nothing if it was no member.
     *
     * @param pid its process id, which no other process has had since
     * @param exit its exit code, or the negative number of the signal that ended it
     */
    public void ended(long pid, int exit) {
        for (int slot = 0; slot < Realm.SLOTS; slot++) {
            long record = record(slot);
            if (Words.getIntVolatile(record + PID) == (int) pid) {
                Words.setIntVolatile(record + EXIT, EXITED + exit);
            }
        }
    }

    /**
     * Whether the process with this {@link Member#id} lives. A system call: not for hot paths.
     *
     * @throws UncheckedIOException if the kernel did not answer
     * @throws IllegalStateException if the realm is closed
     */
    public boolean isAlive(int id) {
        int slot = Member.slotOf(id);
        if (Words.getIntVolatile(record(slot) + GENERATION) != Member.generationOf(id)) {
            return false;
        }
        try {
            return realm.isSlotHeld(slot);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** About the process with this {@link Member#id}, dead or alive; empty if its slot was taken again since. */
    public Optional<MemberInfo> info(int id) {
        int generation = Member.generationOf(id);
        int slot = Member.slotOf(id);
        long record = record(slot);
        if (generation == 0 || Words.getIntVolatile(record + GENERATION) != generation) {
            return Optional.empty();
        }
        byte[] bytes = new byte[RECORD];
        Words.copyOut(record, bytes, 0, RECORD);
        int pid = Words.getInt(record + PID);
        int length = Math.min(bytes[NAME_LENGTH] & 0xFF, LONGEST_NAME);
        int exited = Words.getIntVolatile(record + EXIT);
        OptionalInt exit = exited == 0 ? OptionalInt.empty() : OptionalInt.of(exited - EXITED);
        String name = new String(bytes, NAME_BYTES, length, StandardCharsets.UTF_8);
        boolean still = Words.getIntVolatile(record + GENERATION) == generation;
        return still ? Optional.of(new MemberInfo(new Member(slot, generation), pid, name, exit)) : Optional.empty();
    }
}
