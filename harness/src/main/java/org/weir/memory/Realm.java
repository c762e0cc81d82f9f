package org.weir.memory;

import org.jspecify.annotations.Nullable;
import org.weir.os.FileHandle;
import org.weir.os.OsException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * The place of everything that one top-level JVM shares with its children: a directory, {@code weir-UID-PID-RANDOM},
 * mode 0700, under {@code /dev/shm} or what the system property {@value #ROOT_PROPERTY} names.
 *
 * <p><b>Ownership.</b> The JVM that creates a realm owns it, and only the owner removes it: on {@link #close()}, or
 * when the JVM shuts down. An owner that is killed leaves a directory that any later {@link #create()} or
 * {@link #sweep()} of the same user takes away. A living realm is never swept.
 *
 * <p><b>Slots.</b> A process shows that it is alive by holding a slot, a lock that the kernel gives up when the process
 * is gone, however it went. Slot 0 is the owner's. There is no way to give a slot back.
 *
 * <p>Instances may be used from several threads.
 */
public final class Realm implements AutoCloseable {

    /** Names the directory in which realms are made; {@code /dev/shm} if it is not set. */
    public static final String ROOT_PROPERTY = "weir.realm.root";

    /** The slot of the owner. */
    public static final int OWNER_SLOT = 0;

    /** Slots go from 0 to this number less one. */
    public static final int SLOTS = 4096;

    private static final List<String> RESERVED = List.of(RealmDirectory.SLOTS, Members.NAME);
    private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(5);
    private static final Duration REMOVAL_PAUSE = Duration.ofMillis(1);

    private final Path directory;
    private final FileHandle slots;
    /** Slots are looked at through a handle of its own: to {@link #slots}, its own locks are invisible. */
    private final FileHandle observer;
    private final BitSet claimed = new BitSet();
    private final Optional<Thread> removal;
    private final Map<String, Segment> mapped = new ConcurrentHashMap<>();
    private final SequencedMap<Class<?>, Resident> residents = new LinkedHashMap<>();
    private final Members members;
    private @Nullable Member self;
    private @Nullable RealmHeap heap;
    private boolean closed;

    private static @Nullable Realm current;

    /** What there is once in a JVM, and ends before the JVM's realm does. */
    public interface Resident extends AutoCloseable {
        /** Called once: before the realm is closed, or when this JVM shuts down. */
        @Override
        void close();
    }

    private Realm(FileHandle slots, FileHandle observer, Path directory, boolean owner) throws IOException {
        this.slots = slots;
        this.directory = directory;
        this.observer = observer;
        this.removal = owner
                ? Optional.of(Thread.ofPlatform().name("weir-realm-removal").unstarted(this::removeAtShutdown))
                : Optional.empty();
        this.members = Members.of(this);
        if (owner) {
            self = members.enter(OWNER_SLOT);
        }
    }

    /** Opens the rest; who calls closes {@code slots} if that fails. */
    private static Realm open(FileHandle slots, Path directory, boolean owner) throws IOException {
        FileHandle observer = FileHandle.open(slots.path(), FileHandle.Mode.EXISTING);
        try {
            Realm realm = new Realm(slots, observer, directory, owner);
            if (!realm.isSlotHeld(OWNER_SLOT)) {
                throw new IOException("The owner of the realm at " + directory + " has ended.");
            }
            return realm;
        } catch (IOException | RuntimeException failed) {
            observer.close();
            throw failed;
        }
    }

    /**
     * The realm of this JVM: the one that it was started in, or entered; a top-level JVM gets one of its own on the first
     * call, and another one after that was closed.
     *
     * @throws UncheckedIOException if none can be made
     */
    public static Realm current() {
        synchronized (Realm.class) {
            Realm realm = current;
            if (realm == null || realm.isClosed()) {
                try {
                    realm = create();
                } catch (IOException failed) {
                    throw new UncheckedIOException("There is no place for shared objects.", failed);
                }
                current = realm;
            }
            return realm;
        }
    }

    /**
     * Makes {@code realm} the {@linkplain #current() current} one of this JVM: for the start of a child.
     *
     * @throws IllegalStateException if another one is, and is open: objects may lie in it
     */
    public static void enter(Realm realm) {
        synchronized (Realm.class) {
            Realm before = current;
            if (before != null && before != realm && !before.isClosed()) {
                throw new IllegalStateException("This JVM is in " + before + "; it cannot enter " + realm + ".");
            }
            current = realm;
        }
    }

    /** Sweeps the realms of dead owners, then makes a realm that this JVM owns. */
    public static Realm create() throws IOException {
        Path root = root();
        RealmDirectory.sweep(root);
        RealmDirectory.Owned owned = RealmDirectory.create(root);
        try {
            Realm realm = open(owned.slots(), owned.directory(), true);
            Runtime.getRuntime().addShutdownHook(realm.removal.orElseThrow());
            return realm;
        } catch (IOException | IllegalStateException failedOrShuttingDown) {
            RealmDirectory.remove(owned.directory());
            owned.slots().close();
            throw failedOrShuttingDown;
        }
    }

    /**
     * Enters the realm of another JVM.
     *
     * @throws IOException if there is no realm at {@code directory}, or its owner has ended
     */
    public static Realm attach(Path directory) throws IOException {
        FileHandle slots;
        try {
            slots = FileHandle.open(directory.resolve(RealmDirectory.SLOTS), FileHandle.Mode.EXISTING);
        } catch (OsException missing) {
            throw new IOException("There is no realm at " + directory + "; its owner has ended, or the path is wrong.",
                    missing);
        }
        try {
            return open(slots, directory.toAbsolutePath(), false);
        } catch (IOException | RuntimeException failed) {
            slots.close();
            throw failed;
        }
    }

    /**
     * Removes the realms of this user whose owners have ended.
     *
     * @return the directories that this call removed
     */
    public static List<Path> sweep() throws IOException {
        return RealmDirectory.sweep(root());
    }

    private static Path root() {
        return Path.of(System.getProperty(ROOT_PROPERTY, "/dev/shm")).toAbsolutePath();
    }

    /** The directory; files made in it go with the realm. */
    public Path directory() {
        return directory;
    }

    /** Whether this object made the realm. */
    public boolean isOwner() {
        return removal.isPresent();
    }

    /**
     * Claims a slot for this process until it ends. A process may claim several.
     *
     * @return the lowest slot that was free, 1 or more
     * @throws IOException if all are held, or the lock call failed
     */
    public synchronized int claimSlot() throws IOException {
        requireOpen();
        for (int slot = OWNER_SLOT + 1; slot < SLOTS; slot++) {
            if (!claimed.get(slot) && slots.tryLock(slot)) {
                claimed.set(slot);
                Member entered = members.enter(slot);
                if (self == null) {
                    self = entered;
                }
                return slot;
            }
        }
        throw new IOException("All " + (SLOTS - 1) + " slots of the realm " + directory
                + " are held by living processes; end some of them.");
    }

    /**
     * This JVM's one object of {@code type} in this realm. Residents are closed, the last one made first, before the
     * realm is, and when this JVM shuts down.
     *
     * @param maker makes it for the first caller; may not ask for residents itself
     */
    public <T extends Resident> T resident(Class<T> type, Supplier<? extends T> maker) {
        synchronized (residents) {
            Resident known = residents.get(type);
            if (known == null) {
                known = maker.get();
                if (residents.isEmpty() && !isOwner()) {
                    closeResidentsAtShutdown();
                }
                residents.put(type, known);
            }
            return type.cast(known);
        }
    }

    private void closeResidentsAtShutdown() {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(this::closeResidents, "weir-residents"));
        } catch (IllegalStateException shuttingDown) {
            // the process ends, and with it what was made so late
        }
    }

    private void closeResidents() {
        List<Resident> lastFirst;
        synchronized (residents) {
            lastFirst = List.copyOf(residents.reversed().values());
        }
        lastFirst.forEach(Resident::close);
    }

    /** Who lives here. */
    public Members members() {
        return members;
    }

    /** The slot that stands for this process: the owner's, or the first that it claimed; claims one if there is none. */
    public int slot() {
        return self().slot();
    }

    synchronized Member self() {
        Member own = self;
        if (own == null) {
            try {
                claimSlot();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
            own = Objects.requireNonNull(self);
        }
        return own;
    }

    synchronized RealmHeap heap() {
        if (heap == null) {
            requireOpen();
            heap = new RealmHeap(this, self());
        }
        return heap;
    }

    /** Whether a living process, this one included, holds {@code slot}. */
    public synchronized boolean isSlotHeld(int slot) throws IOException {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("Slots go from 0 to " + (SLOTS - 1) + "; got " + slot + ".");
        }
        requireOpen();
        return observer.isLockedByAnother(slot);
    }

    /**
     * Makes a segment of {@code size} zero bytes, allocated in full. It appears under its name when it is complete.
     *
     * @param name 1 to 100 of the characters {@code A-Z a-z 0-9 . _ -}, not beginning with a dot
     * @throws SharedMemoryFullException if the file system has no room for it; nothing is left behind
     * @throws java.nio.file.FileAlreadyExistsException if the name is taken
     */
    public Segment createSegment(String name, long size) throws IOException {
        return Segment.create(segmentPath(name), size);
    }

    /**
     * Maps a segment that a process of this realm has made.
     *
     * @throws java.nio.file.NoSuchFileException if there is none of this name
     */
    public Segment openSegment(String name) throws IOException {
        return Segment.open(segmentPath(name));
    }

    /** The segment of this name, mapped once however often it is asked for. */
    Segment mappedSegment(String name) throws IOException {
        Segment known = mapped.get(name);
        if (known != null) {
            return known;
        }
        Segment opened = openSegment(name);
        Segment faster = mapped.putIfAbsent(name, opened);
        return faster == null ? opened : faster;
    }

    private Path segmentPath(String name) {
        if (!name.matches("[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}") || RESERVED.contains(name)) {
            throw new IllegalArgumentException("A segment's name is 1 to 100 of the characters A-Z a-z 0-9 . _ -, does"
                    + " not begin with a dot and is none of " + RESERVED + "; got '" + name + "'.");
        }
        return directory.resolve(name);
    }

    /**
     * As the owner, closes the residents and removes the directory and all that is in it; mapped segments stay usable in the processes that have
     * them. In a realm that was attached to, does nothing. Closing again does nothing.
     *
     * @throws IOException if the directory could not be removed; a later sweep will try again
     */
    @Override
    public void close() throws IOException {
        if (isOwner()) {
            removal.ifPresent(Realm::cancel);
            closeResidents();
            remove();
        }
    }

    private static void cancel(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // the hook runs, or has run; whoever comes second finds the realm closed
        }
    }

    private void removeAtShutdown() {
        try {
            closeResidents();
            remove();
        } catch (IOException failed) {
            System.err.println("weir: the realm " + directory + " was not removed: " + failed);
        }
    }

    private synchronized void remove() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (slots; observer) {
            RealmDirectory.remove(directory);
        }
        // A process that died late, or a sweeper between two steps, may have put something there again.
        long limit = System.nanoTime() + REMOVAL_LIMIT.toNanos();
        while (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !RealmDirectory.removeIfDead(directory)) {
            if (System.nanoTime() - limit > 0) {
                throw new IOException("Something keeps making files in " + directory
                        + "; end the processes that use it, then remove it.");
            }
            LockSupport.parkNanos(REMOVAL_PAUSE.toNanos());
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The realm " + directory + " is closed.");
        }
    }

    @Override
    public String toString() {
        return "Realm[" + directory + (isOwner() ? ", owner]" : "]");
    }
}
