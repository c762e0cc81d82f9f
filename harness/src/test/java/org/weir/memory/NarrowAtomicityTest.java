package org.weir.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.weir.TestJvm;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Read-modify-write of values that share one machine word, by two threads and by two processes. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a broken exchange spins
class NarrowAtomicityTest {

    private static final int ROUNDS = 300_000;
    private static final int SIZE = 64;

    /** Four bytes of one word: one for each party, one for both, and a plain flag of the second party. */
    private record State(SharedByteArray bytes, SharedShort own, SharedChar common, SharedFloat sum,
            SharedBoolean flag) {

        static State at(MemorySegment memory) {
            try (Construction _ = Construction.open(new Cursor(memory.address()), SIZE, Path.of("/"))) {
                return new State(SharedByteArray.create(4), SharedShort.create(), SharedChar.create(),
                        SharedFloat.create(), SharedBoolean.create());
            }
        }

        /** Counts in the bytes of {@code party} and in the common ones, and checks what only it writes. */
        void run(int party) {
            for (int i = 1; i <= ROUNDS; i++) {
                bytes.getAndAdd(party, (byte) 1);
                bytes.getAndAddRelease(2, (byte) 1);
                common.getAndAdd((char) 1);
                sum.getAndAdd(1);
                byte old = bytes.getPlain(3);
                if (party == 0) {
                    own.setPlain((short) i);
                    check(own.getPlain() == (short) i, "own");
                    flag.getAndBitwiseXor(true);
                } else {
                    bytes.setPlain(3, (byte) (old + 1));
                    check(bytes.getPlain(3) == (byte) (old + 1), "plain neighbour");
                    check(bytes.getPlain(1) == (byte) i, "counter of its own");
                }
            }
        }

        private static void check(boolean kept, String what) {
            if (!kept) {
                throw new AssertionError("A write to the " + what + " was lost.");
            }
        }

        List<Object> values() {
            return List.of(bytes.get(0), bytes.get(1), bytes.get(2), bytes.get(3), own.get(), common.get(), sum.get(),
                    flag.get());
        }

        static List<Object> expected() {
            return List.of((byte) ROUNDS, (byte) ROUNDS, (byte) (2 * ROUNDS), (byte) ROUNDS, (short) ROUNDS,
                    (char) (2 * ROUNDS), (float) (2 * ROUNDS), ROUNDS % 2 == 1);
        }
    }

    @Test
    void shouldLoseNothingBetweenTwoThreads() throws Exception {
        State state = State.at(Arena.ofAuto().allocate(SIZE, Alignment.LINE));
        CyclicBarrier start = new CyclicBarrier(2);

        CompletableFuture.allOf(Stream.of(0, 1).map(party -> CompletableFuture.runAsync(() -> {
            try {
                start.await(30, TimeUnit.SECONDS);
            } catch (Exception failed) {
                throw new AssertionError(failed);
            }
            state.run(party);
        }, task -> Thread.ofPlatform().start(task))).toArray(CompletableFuture<?>[]::new)).get(60, TimeUnit.SECONDS);

        assertEquals(State.expected(), state.values());
    }

    @Test
    void shouldLoseNothingBetweenTwoProcesses(@TempDir Path root) throws Exception {
        System.setProperty(Realm.ROOT_PROPERTY, root.toString());
        try (Realm realm = Realm.create()) {
            State state = State.at(realm.createSegment("state", SIZE).memory());
            try (TestJvm other = TestJvm.start(Other.class, realm.directory())) {
                other.expectLine("ready");
                other.writeLine("go");
                state.run(0);
                other.expectLine("done");
            }
            assertEquals(State.expected(), state.values());
        } finally {
            System.clearProperty(Realm.ROOT_PROPERTY);
        }
    }

    /** Constructs the same state in another JVM and is its second party. */
    static final class Other {
        public static void main(String[] arguments) throws Exception {
            Realm realm = Realm.attach(Path.of(arguments[0]));
            State state = State.at(realm.openSegment("state").memory());
            System.out.println("ready");
            System.in.read();
            state.run(1);
            System.out.println("done");
        }
    }
}
