package org.weir.process;

import org.weir.os.FileHandle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The JDK's ahead-of-time caches for child JVMs: classes loaded and linked, and profiles, of Weir and of the class path.
 * A child that starts from one needs about half of the CPU time.
 *
 * <p>A cache belongs to one JDK build and one content of the class path, and lies in a directory named after both:
 * {@code $XDG_CACHE_HOME/weir/aot/KEY}, or below {@code ~/.cache}. The directory also holds jars of the class path's
 * directories, because the JDK caches classes of jars only; so a child that runs from a cache sees those jars in place of
 * the directories. What else has to fit (collector, object layout, agents) the JDK checks itself, and starts without the
 * cache if it does not.
 *
 * <p>A cache is made, by a child that does nothing else, when a launcher has launched {@value #LAUNCHES_BEFORE_TRAINING}
 * children of the same class path: a process that starts one or two is over before the training would be. It is written
 * beside its place and then renamed; of several that would train at once, one does. A child that crashes before its first
 * word takes the cache with it.
 *
 * <p>The {@value #MOST_KEPT} caches that were used last are kept, and those in use: a child opens a jar when it first
 * looks for a class in it, which may be hours after its start. Whoever launches from a cache holds a lock on a file of
 * its own in the directory until it ends, takes it <em>before</em> it looks whether the cache is there, and whoever
 * removes the directory looks for locks again <em>after</em> it has removed the cache; so one of the two notices the
 * other.
 *
 * <p>{@code -Dweir.aot=off} does without; {@code -Dweir.aot.directory} names another place. Safe for use by several threads.
 */
final class AotCache {

    static final String PROPERTY = "weir.aot";
    static final String DIRECTORY_PROPERTY = "weir.aot.directory";

    private static final int LAUNCHES_BEFORE_TRAINING = 3;
    private static final int MOST_KEPT = 8;
    private static final Duration UNTOUCHABLE = Duration.ofMinutes(10);
    private static final String FILE = "cache.aot";
    private static final String USER = "user-";
    private static final Pattern IN_THE_WAY = Pattern.compile("-Xshare.*|-XX:(\\+|-)?(AOT|SharedArchive|SharedClass"
            + "|ArchiveClasses|AutoCreateShared|UseSharedSpaces).*|-agent.*|-javaagent.*|--patch-module.*"
            + "|--upgrade-module-path.*|--limit-modules.*");
    private static final List<String> QUIET = List.of("-Xlog:disable", "-Xlog:all=warning,aot*=off,cds*=off:stderr");

    private final Path root;
    private final Map<List<Path>, Known> known = new HashMap<>();

    /** What there is for a class path. */
    private static final class Known {
        final long stamp;
        final Path directory;
        final List<Path> jarred;
        int launches;
        boolean trained;
        boolean held;

        Known(long stamp, Path directory, List<Path> jarred) {
            this.stamp = stamp;
            this.directory = directory;
            this.jarred = jarred;
        }
    }

    /** What a JVM is started with instead. */
    record Substitution(List<Path> classPath, List<String> options, Path file) {}

    AotCache(Path root) {
        this.root = root;
    }

    /** The cache of this user; empty if it is switched off. */
    static Optional<AotCache> ofThisUser() {
        return switch (System.getProperty(PROPERTY, "on")) {
            case "on" ->
                Optional.of(new AotCache(Path.of(System.getProperty(DIRECTORY_PROPERTY, userDirectory().resolve(
                        "weir").resolve("aot").toString())).toAbsolutePath()));
            case "off" -> Optional.empty();
            case String other -> throw new IllegalArgumentException("-D" + PROPERTY + " is on or off, got '" + other
                    + "'.");
        };
    }

    private static Path userDirectory() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        return xdg != null && xdg.startsWith("/") ? Path.of(xdg) : Path.of(System.getProperty("user.home"), ".cache");
    }

    /** What a JVM of {@code spec} is started with to use a cache; empty if there is none for it. */
    Optional<Substitution> find(JvmSpec spec) {
        if (!mayUse(spec)) {
            return Optional.empty();
        }
        try {
            Known entry = known(spec.classPath());
            entry.launches++;
            Path file = entry.directory.resolve(FILE);
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            hold(entry);
            if (!entry.held || !Files.exists(file)) {
                return Optional.empty();
            }
            List<String> options = new ArrayList<>(QUIET);
            options.add("-XX:AOTCache=" + file);
            return Optional.of(new Substitution(entry.jarred, options, file));
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /** Says, until this process ends, that it uses the directory. */
    private synchronized void hold(Known entry) throws IOException {
        if (entry.held) {
            return;
        }
        Path mine = entry.directory.resolve(USER + ProcessHandle.current().pid() + "-" + Long.toHexString(System
                .nanoTime()));
        FileHandle handle = FileHandle.open(mine, FileHandle.Mode.CREATE_NEW);
        entry.held = handle.tryLock(0) && handle.isStillAtItsPath();
    }

    private static boolean isHeld(Path directory) throws IOException {
        try (DirectoryStream<Path> users = Files.newDirectoryStream(directory, USER + "*")) {
            for (Path user : users) {
                try (FileHandle handle = FileHandle.open(user, FileHandle.Mode.EXISTING)) {
                    if (handle.isLockedByAnother(0)) {
                        return true;
                    }
                }
                Files.deleteIfExists(user);
            }
        }
        return false;
    }

    private static boolean mayUse(JvmSpec spec) {
        return spec.jvmArgs().stream().noneMatch(IN_THE_WAY.asMatchPredicate());
    }

    private synchronized Known known(List<Path> classPath) throws IOException {
        long stamp = ClassPathSnapshot.stamp(classPath);
        Known entry = known.get(classPath);
        if (entry == null || entry.stamp != stamp) {
            String jdk = System.getProperty("java.vm.vendor") + System.getProperty("java.vm.version") + System
                    .getProperty("java.home") + System.getProperty("os.arch");
            Path directory = root.resolve(ClassPathSnapshot.key(jdk, classPath));
            entry = new Known(stamp, directory, ClassPathSnapshot.jarred(classPath, directory));
            known.put(classPath, entry);
            if (Files.exists(directory)) {
                Files.setLastModifiedTime(directory, FileTime.from(Instant.now()));
            }
        }
        return entry;
    }

    /**
     * The specification of a JVM that trains a cache for {@code spec}, if that is to be done now; {@link Training#finish} is to
     * be called when it has ended.
     */
    Optional<Training> train(JvmSpec spec) {
        if (!mayUse(spec)) {
            return Optional.empty();
        }
        try {
            Known entry;
            synchronized (this) {
                entry = known(spec.classPath());
                if (entry.trained || entry.launches < LAUNCHES_BEFORE_TRAINING) {
                    return Optional.empty();
                }
                entry.trained = true;
            }
            if (Files.exists(entry.directory.resolve(FILE))) {
                return Optional.empty();
            }
            if (!makeDirectory(spec.classPath(), entry)) {
                synchronized (this) {
                    entry.trained = false;
                }
                return Optional.empty();
            }
            return Training.begin(entry.directory, entry.directory.resolve(FILE), entry.jarred);
        } catch (IOException | UncheckedIOException _) {
            return Optional.empty();
        }
    }

    /** @return false if the class path was changed before all of it was copied: the directory would belie its name */
    private boolean makeDirectory(List<Path> classPath, Known entry) throws IOException {
        if (Files.exists(entry.directory)) {
            return true;
        }
        Files.createDirectories(root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(
                "rwx------")));
        evict();
        Path draft = Files.createTempDirectory(root, "draft-");
        try {
            ClassPathSnapshot.writeJars(classPath, draft);
            if (ClassPathSnapshot.stamp(classPath) != entry.stamp) {
                LauncherDirectory.remove(draft);
                return false;
            }
            Files.move(draft, entry.directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException another) {
            LauncherDirectory.remove(draft);
        } catch (IOException | RuntimeException | Error e) {
            LauncherDirectory.remove(draft);
            throw e;
        }
        return true;
    }

    /** Removes the directories that were not used for the longest time, but none that somebody may be using. */
    void evict() throws IOException {
        record Entry(Path path, FileTime used) {}
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
            for (Path path : all) {
                entries.add(new Entry(path, Files.getLastModifiedTime(path)));
            }
        } catch (NoSuchFileException _) {
            return;
        }
        entries.sort(Comparator.comparing(Entry::used).reversed());
        Instant limit = Instant.now().minus(UNTOUCHABLE);
        for (Entry entry : entries.subList(Math.min(MOST_KEPT, entries.size()), entries.size())) {
            if (entry.used.toInstant().isBefore(limit) && !isHeld(entry.path)) {
                Files.deleteIfExists(entry.path.resolve(FILE));
                if (!isHeld(entry.path)) {
                    LauncherDirectory.remove(entry.path);
                }
            }
        }
    }

    /** Forgets a cache that a child may have died of. */
    static void discard(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException _) {
            // The next child will try.
        }
    }

    /** A cache in the making, of which this process alone is the maker. */
    static final class Training {

        private final Path file;
        private final Path draft;
        private final FileChannel lock;
        private final List<Path> jarred;

        private Training(Path file, Path draft, FileChannel lock, List<Path> jarred) {
            this.file = file;
            this.draft = draft;
            this.lock = lock;
            this.jarred = jarred;
        }

        private static Optional<Training> begin(Path directory, Path file, List<Path> jarred) throws IOException {
            FileChannel channel = FileChannel.open(directory.resolve("training"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            try {
                FileLock mine = channel.tryLock();
                if (mine != null && !Files.exists(file)) {
                    Path draft = directory.resolve("draft-" + ProcessHandle.current().pid() + ".aot");
                    return Optional.of(new Training(file, draft, channel, jarred));
                }
            } catch (OverlappingFileLockException _) {
                // Another launcher of this JVM trains.
            }
            channel.close();
            return Optional.empty();
        }

        /** The JVM that trains: that of {@code spec} on jars, with its output kept out of sight. */
        JvmSpec spec(JvmSpec spec) {
            return new JvmSpec(List.of("-XX:AOTCacheOutput=" + draft), jarred, spec.env(), spec.directory());
        }

        /** Puts the cache in its place if the JVM has ended well. */
        void finish(boolean well) {
            try (lock) {
                if (well && Files.exists(draft)) {
                    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
                } else {
                    Files.deleteIfExists(draft);
                }
            } catch (IOException _) {
                // Children start without it.
            }
        }
    }
}
