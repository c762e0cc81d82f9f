package org.weir.stress.foreign;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.FutureTask;

/**
 * Three candidates become leader by {@link FileChannel#tryLock()} on one file: one in a JVM of its own, two as threads of
 * another JVM.
 *
 * <p>
 * A file lock of Java belongs to the JVM, not to the thread. Between processes {@code tryLock} returns {@code null} to whoever
 * comes second; between threads of one JVM it throws {@link OverlappingFileLockException}, which code that was tried with
 * processes only does not expect. Whoever catches it has a leader election.
 *
 * <p>
 * Each candidate keeps what it has until all have asked.
 *
 * <p>
 * Observed: one leader in every sample.
 *
 * <pre>{@code
 * ./weir run FileLockElection
 * }</pre>
 */
@MultiJvmTest
@Deadline("4s")
@Description("Leader election by a file lock, between processes and between threads of one of them: one leader.")
@Ref("java.nio.channels.FileLock: \"File locks are held on behalf of the entire Java virtual machine\"")
@Claim(id = "F-filelock", value = "Of all that try to lock the file at the same time, exactly one has it.", held = "1 leader")
@Outcome(id = "1 leader", expect = ACCEPTABLE, desc = "The others got null, or OverlappingFileLockException.")
@Outcome(expect = FORBIDDEN, desc = "Nobody leads, or two do.")
public class FileLockElection {
    private static final int CANDIDATES = 3;

    private final SharedFile file = SharedFile.create();
    private final SharedInt leaders = SharedInt.create();
    private final SharedInt asked = SharedInt.create();

    @Actor
    public void alone() throws Exception {
        stand();
    }

    @Actor
    public void pair() throws Exception {
        FutureTask<Boolean> other = new FutureTask<>(this::stand);
        Thread.ofPlatform().start(other);
        stand();
        other.get();
    }

    @Arbiter
    public void count(L_Result r) {
        r.r1 = leaders.get() + " leader";
    }

    private boolean stand() throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE)) {
            boolean leads = lead(channel);
            if (leads) {
                leaders.getAndAdd(1);
            }
            asked.getAndAdd(1);
            while (asked.get() < CANDIDATES) {
                Thread.onSpinWait();
            }
            return leads;
        }
    }

    /** Whether the caller leads, until the channel is closed. */
    protected boolean lead(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException anotherThread) {
            return false;
        }
    }
}
