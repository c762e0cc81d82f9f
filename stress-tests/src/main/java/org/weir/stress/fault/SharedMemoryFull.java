package org.weir.stress.fault;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.L_Result;
import org.weir.memory.SharedDirectory;
import org.weir.memory.SharedMemory;
import org.weir.memory.SharedMemoryFullException;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.stress.program.Program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * More shared memory is asked for than there is.
 *
 * <p>
 * {@code multiprocessing.shared_memory} maps a sparse file: the request succeeds, and a write into it, some time later, kills the
 * process by SIGBUS. Here memory is allocated when it is asked for, and a lack of it is an exception that says how much there is;
 * what was made before is as it was.
 *
 * <p>
 * One sample is one request, made in a program that lives on.
 *
 * <pre>{@code
 * ./weir run SharedMemoryFull
 * }</pre>
 */
@MultiJvmTest
@Deadline("12s")
@Description("More shared memory is asked for than there is: a stated error, and nothing else is harmed.")
@Ref("shm_open(3), posix_fallocate(3): a file of tmpfs that is grown has no memory yet (S30)")
@Claim(id = "S30", value = "When shared memory is full, an exception says so, and what was there is intact.", held = "refused, intact")
@Outcome(id = "refused, intact", expect = ACCEPTABLE, desc = "SharedMemoryFullException; the memory made before holds what it held.")
@Outcome(expect = FORBIDDEN, desc = "It was granted, something else happened, or the old memory was harmed.")
public class SharedMemoryFull {
    private static final byte MARK = 42;
    private static final long MORE = 1L << 30;

    final SharedDirectory directory = SharedDirectory.create();

    @BeforeWorker
    static void open() throws IOException {
        Program.open();
    }

    @Actor
    public void shell(L_Result r) throws IOException, InterruptedException {
        String path = directory.path().toString();
        r.r1 = Program.run(() -> use(Path.of(path)));
    }

    private static String use(Path directory) throws IOException {
        try (SharedMemory before = SharedMemory.create(4096)) {
            before.buffer().put(0, MARK);
            String fate = "granted";
            try (SharedMemory huge = SharedMemory.create(Files.getFileStore(directory).getTotalSpace() + MORE)) {
                huge.unlink();
            } catch (SharedMemoryFullException e) {
                fate = "refused";
            }
            fate += before.buffer().get(0) == MARK ? ", intact" : ", harmed";
            before.unlink();
            return fate;
        }
    }
}
