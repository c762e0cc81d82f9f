package org.weir.memory;

import org.jspecify.annotations.Nullable;
import org.weir.os.Errno;
import org.weir.os.FileHandle;
import org.weir.os.OsException;
import org.weir.os.Processes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How the directory of a realm comes into being and goes away while others, at any moment, create and sweep.
 *
 * <p>A directory is alive while somebody holds the lock of byte 0 of the file {@code slots} <em>that its path names
 * now</em>. The kernel gives that lock up when its holder is gone, so a dead owner cannot look alive. From this follow
 * the rules that all parties keep:
 *
 * <ol>
 * <li>Whoever would delete anything takes the lock first, without waiting, and then looks whether the path still names
 * the file that was locked. A living realm's lock cannot be had, so a living realm is never touched; a lock on a file
 * that was unlinked meanwhile means nothing.
 * <li>{@code slots} is unlinked last, by the holder of its lock. So a path either names a file whose lock decides, or
 * none.
 * <li>A creator makes the directory, makes and opens {@code slots}, locks it and looks in the same way. In the steps
 * before, the directory looks dead and may be swept: then the open fails, the lock is taken, or the path names another
 * file. Each time the creator starts over under a new name, and what it made is the sweeper's.
 * <li>A directory without {@code slots} is that of a creator or of a sweeper who died between two steps. A sweeper
 * makes the file, so that rule 1 applies; the creator, if alive, notices by rule 3.
 * <li>If the last step, removing the directory, finds it filled again, then somebody else acted by these rules in
 * between; the sweeper starts over from rule 1.
 * </ol>
 *
 * <p>A party that dies at any step leaves a directory whose lock is free, which the next sweep takes away.
 */
final class RealmDirectory {

    static final String SLOTS = "slots";
    static final long OWNER = 0;

    private static final int ATTEMPTS = 100;

    private RealmDirectory() {}

    /** A directory, and the handle that holds its life. */
    record Owned(Path directory, FileHandle slots) {}

    /** What all realms of this user are called at the beginning. */
    private static String prefix() {
        return "weir-" + Processes.userId() + "-";
    }

    /** Makes a directory under {@code root} and takes its lock. */
    static Owned create(Path root) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
            Path directory = root.resolve(prefix() + Processes.pid() + "-" + random);
            try {
                Files.createDirectory(directory,
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException taken) {
                continue;
            } catch (NoSuchFileException missing) {
                throw new IOException("There is no directory " + root + " to keep shared memory in; name one, best on a"
                        + " tmpfs, by -D" + Realm.ROOT_PROPERTY + "=DIRECTORY.", missing);
            }
            FileHandle slots = own(directory);
            if (slots != null) {
                return new Owned(directory, slots);
            }
        }
        throw new IOException("Other processes swept " + ATTEMPTS + " new realms in " + root
                + " before they were locked; something there sweeps without a pause.");
    }

    /** Takes the lock of a directory that this process has just made; null if a sweeper was faster. */
    private static @Nullable FileHandle own(Path directory) throws IOException {
        FileHandle slots;
        try {
            slots = FileHandle.open(directory.resolve(SLOTS), FileHandle.Mode.CREATE);
        } catch (OsException failed) {
            if (failed.errno() == Errno.ENOENT) {
                return null;
            }
            Files.deleteIfExists(directory);
            throw failed;
        }
        boolean owned = false;
        try {
            owned = slots.tryLock(OWNER) && slots.isStillAtItsPath();
        } finally {
            if (!owned) {
                slots.close();
            }
        }
        return owned ? slots : null;
    }

    /** Removes every directory of this user under {@code root} that is not alive; returns those that are gone. */
    static List<Path> sweep(Path root) throws IOException {
        List<Path> removed = new ArrayList<>();
        try (DirectoryStream<Path> candidates = Files.newDirectoryStream(root, prefix() + "*")) {
            for (Path directory : candidates) {
                if (isOurs(directory) && removeIfDead(directory)) {
                    removed.add(directory);
                }
            }
        } catch (NoSuchFileException noRoot) {
            return List.of();
        }
        return List.copyOf(removed);
    }

    private static boolean isOurs(Path directory) throws IOException {
        try {
            return Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && Integer.valueOf(Processes.userId())
                    .equals(Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** Removes {@code directory} unless somebody holds its lock; returns whether this call removed it. */
    static boolean removeIfDead(Path directory) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            FileHandle slots;
            try {
                slots = FileHandle.open(directory.resolve(SLOTS), FileHandle.Mode.CREATE);
            } catch (OsException failed) {
                if (failed.errno() == Errno.ENOENT) {
                    return false;
                }
                throw failed;
            }
            try (slots) {
                if (!slots.tryLock(OWNER)) {
                    return false;
                }
                if (removeLocked(directory, slots)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Removes {@code directory} if {@code slots}, whose lock the caller holds, is the file that decides (rule 1). */
    static boolean removeLocked(Path directory, FileHandle slots) throws IOException {
        return slots.isStillAtItsPath() && remove(directory);
    }

    /** Removes a directory whose lock the caller holds; returns false if it was filled again meanwhile (rule 5). */
    static boolean remove(Path directory) throws IOException {
        Path slots = directory.resolve(SLOTS);
        FileTrees.clear(directory, file -> !file.equals(slots));
        Files.deleteIfExists(slots);
        return FileTrees.deleteIfEmpty(directory);
    }
}
