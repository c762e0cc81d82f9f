package org.weir.memory;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Files;
import java.nio.file.Path;

/** There is no room for a segment. Nothing of it was left behind. */
public final class SharedMemoryFullException extends IOException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final long wanted;
    private final long free;

    private SharedMemoryFullException(String message, long wanted, long free, IOException cause) {
        super(message, cause);
        this.wanted = wanted;
        this.free = free;
    }

    static SharedMemoryFullException of(Path segment, long wanted, IOException cause) throws IOException {
        Path directory = segment.resolveSibling("");
        long free = Files.getFileStore(directory).getUsableSpace();
        return new SharedMemoryFullException("No room for the shared segment " + segment + ": it wants " + wanted
                + " bytes, the file system of " + directory + " has " + free
                + " free. Remove what fills it, make it larger (for a container, --shm-size), or name another directory"
                + " by -D" + Realm.ROOT_PROPERTY + "=DIRECTORY.", wanted, free, cause);
    }

    /** How many bytes the segment was to have. */
    public long wanted() {
        return wanted;
    }

    /** How many bytes the file system had free just after the failure. */
    public long free() {
        return free;
    }
}
