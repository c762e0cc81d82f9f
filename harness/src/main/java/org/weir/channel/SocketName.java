package org.weir.channel;

import org.weir.os.FileHandle;
import org.weir.os.OsException;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file of a Unix socket at which this process listens, and its right to the name.
 *
 * <p>A socket whose listener is gone looks as one does that is bound and does not listen yet: calls are refused. So a
 * name is had by the lock of a file beside it, {@code NAME.weir-lock}, from before the socket is bound until after it is
 * removed, and only who has the lock may remove a socket for abandoned. The kernel gives up the lock of a process that
 * is killed; the next one takes both files over.
 *
 * <p>The file of the lock is removed by who holds the lock, right before he gives it up. Who takes a lock therefore looks
 * whether it is that of the file which the path names now, and begins anew if not.
 */
final class SocketName {

    private static final String LOCK_SUFFIX = ".weir-lock";
    private static final long LOCK = 0;
    private static final int FILE_TYPE = 0170000;
    private static final int SOCKET = 0140000;

    private final Path path;
    private final FileHandle lock;
    private Optional<Object> socket = Optional.empty();

    private SocketName(Path path, FileHandle lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Binds {@code server} to {@code path}, in the place of a socket that nobody listens at any more.
     *
     * @throws SocketException if somebody listens there, or there is something else
     * @throws OsException if no lock can be made there
     */
    static SocketName bind(ServerSocketChannel server, Path path, int backlog) throws IOException {
        SocketName name = new SocketName(path, lock(Path.of(path + LOCK_SUFFIX)));
        boolean bound = false;
        try {
            name.bind(server, backlog);
            bound = true;
            return name;
        } finally {
            if (!bound) {
                name.release(server);
            }
        }
    }

    private static FileHandle lock(Path path) throws IOException {
        while (true) {
            FileHandle lock = FileHandle.open(path, FileHandle.Mode.CREATE);
            boolean locked = false;
            try {
                if (!lock.tryLock(LOCK)) {
                    throw new BindException("another listener holds " + path);
                }
                locked = lock.isStillAtItsPath();
            } finally {
                if (!locked) {
                    lock.close();
                }
            }
            if (locked) {
                return lock;
            }
        }
    }

    private void bind(ServerSocketChannel server, int backlog) throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
        try {
            server.bind(address, backlog);
        } catch (SocketException taken) {
            if (!isAbandoned(address)) {
                throw taken;
            }
            Files.deleteIfExists(path);
            server.bind(address, backlog);
        }
        socket = identity();
    }

    private static boolean isAbandoned(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            int mode = (int) Files.getAttribute(address.getPath(), "unix:mode", LinkOption.NOFOLLOW_LINKS);
            if ((mode & FILE_TYPE) != SOCKET) {
                return false;
            }
            probe.configureBlocking(false);
            probe.connect(address);
            return false;
        } catch (ConnectException refused) {
            return true;
        } catch (SocketException | NoSuchFileException otherwise) {
            return false;
        }
    }

    /** Tells the file that the path names from all others, as long as it is open. */
    private Optional<Object> identity() throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, "unix:dev,ino", LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    /** Removes the file, unless it has become another one's, closes {@code server}, and gives the name up. */
    void release(ServerSocketChannel server) throws IOException {
        try (server) {
            if (socket.isPresent() && socket.equals(identity())) {
                Files.deleteIfExists(path);
            }
        } finally {
            unlock();
        }
    }

    private void unlock() throws IOException {
        try (lock) {
            if (lock.isStillAtItsPath()) {
                Files.deleteIfExists(lock.path());
            }
        }
    }
}
