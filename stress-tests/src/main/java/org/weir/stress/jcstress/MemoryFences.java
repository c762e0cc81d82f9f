package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.Fences;

/** What {@link Fences} make of opaque accesses. */
public final class MemoryFences {
    private MemoryFences() {}

    /** Store buffering. */
    @JCStressTest
    @State
    @Description("A full fence between a write and a read orders them.")
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "In some order of all accesses.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both reads overtook the writes before them.")
    public static class FullFence extends CellModes.TwoInts {
        /** Writes one, reads the other. */
        @Actor
        public void left(II_Result r) {
            X.setOpaque(at, 1);
            Fences.full();
            r.r1 = Y.getOpaque(at);
        }

        /** Writes the other, reads the one. */
        @Actor
        public void right(II_Result r) {
            Y.setOpaque(at, 1);
            Fences.full();
            r.r2 = X.getOpaque(at);
        }
    }

    /** Message passing. */
    @JCStressTest
    @State
    @Description("A release fence before the flag and an acquire fence behind it order flag and message.")
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "In order.")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag came before the message.")
    public static class ReleaseAndAcquireFence extends CellModes.TwoInts {
        /** Writes the message, then the flag. */
        @Actor
        public void writer() {
            X.setOpaque(at, 1);
            Fences.release();
            Y.setOpaque(at, 1);
        }

        /** Reads the flag, then the message. */
        @Actor
        public void reader(II_Result r) {
            r.r1 = Y.getOpaque(at);
            Fences.acquire();
            r.r2 = X.getOpaque(at);
        }
    }

    /** Message passing with the weakest fences that do. */
    @JCStressTest
    @State
    @Description("A store-store fence before the flag and a load-load fence behind it order flag and message.")
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "In order.")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag came before the message.")
    public static class StoreStoreAndLoadLoadFence extends CellModes.TwoInts {
        /** Writes the message, then the flag. */
        @Actor
        public void writer() {
            X.setOpaque(at, 1);
            Fences.storeStore();
            Y.setOpaque(at, 1);
        }

        /** Reads the flag, then the message. */
        @Actor
        public void reader(II_Result r) {
            r.r1 = Y.getOpaque(at);
            Fences.loadLoad();
            r.r2 = X.getOpaque(at);
        }
    }
}
