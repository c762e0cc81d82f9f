package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedFile;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.StandardOpenOption;

/**
 * Plain data in shared memory, written and read under a lock on a file: {@code FileChannel.lock}.
 *
 * <p>
 * The kernel keeps the lock, one for each process, and orders memory as any lock does. The receiver reads a flag under
 * the lock that the sender sets under it.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: in 90 samples nobody saw the flag without the
 * data, and 12 came too early.
 *
 * <pre>{@code
 * ./weir run PublishedUnderFileLock
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Plain data in shared memory, announced by a file lock: whoever got the word sees the data.")
@Claim(id = "C-PUB-filelock", value = "Data written before a message by a file lock is seen by its receiver.", held = {
        "1, 42", "0, 0", "0, 42"})
@Ref("fcntl_locking(2)")
@Ref("java.nio.channels.FileLock")
@Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Got the word, and saw the data.")
@Outcome(id = {"0, 0", "0, 42"}, expect = ACCEPTABLE, desc = "Came too early for the word.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Got the word, and the data was missing; on no machine.")
public class PublishedUnderFileLock {
    final SharedFile file = SharedFile.create();
    final SharedInt data = SharedInt.create();
    final SharedInt ready = SharedInt.create();

    @Actor
    public void sender() throws IOException {
        data.setPlain(42);
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            ready.setPlain(1);
        }
    }

    @Actor
    public void receiver(II_Result r) throws IOException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.WRITE);
                FileLock _ = channel.lock()) {
            r.r1 = ready.getPlain();
        }
        r.r2 = data.getPlain();
    }
}
