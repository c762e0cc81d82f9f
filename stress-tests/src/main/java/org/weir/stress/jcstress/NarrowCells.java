package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.BB_Result;
import org.openjdk.jcstress.infra.results.SSS_Result;
import org.weir.memory.SharedByteArray;
import org.weir.memory.SharedShortArray;

/** Cells of less than an int, whose read-and-write steps in mapped memory are made of those on the int around them. */
public final class NarrowCells {
    private NarrowCells() {}

    /** Two bytes of one int. */
    abstract static class Neighbours {
        static final SharedByteArray CELLS = Slots.cells(SharedByteArray::create);

        final int left = Slots.nextCell();
        final int right = left + 1;

        Neighbours() {
            CELLS.setPlain(left, (byte) 0);
            CELLS.setPlain(right, (byte) 0);
        }
    }

    /** Both go through the same int. */
    @JCStressTest
    @State
    @Description("Additions to neighbouring bytes leave each other alone.")
    @Outcome(id = "3, -1", expect = ACCEPTABLE, desc = "All additions are there.")
    @Outcome(expect = FORBIDDEN, desc = "An addition was lost, or went to the neighbour.")
    public static class AddedNeighbours extends Neighbours {
        /** Adds 1 and 2. */
        @Actor
        public void left() {
            byte _ = CELLS.getAndAdd(left, (byte) 1);
            byte _ = CELLS.getAndAdd(left, (byte) 2);
        }

        /** Takes away 1: a carry if it went beyond the byte. */
        @Actor
        public void right() {
            byte _ = CELLS.getAndAdd(right, (byte) -1);
        }

        /** Looks. */
        @Arbiter
        public void last(BB_Result r) {
            r.r1 = CELLS.get(left);
            r.r2 = CELLS.get(right);
        }
    }

    /** One writes its byte alone while the other exchanges the int around both. */
    @JCStressTest
    @State
    @Description("A store to a byte is not undone by a compare and set of its neighbour.")
    @Outcome(id = "1, 7", expect = ACCEPTABLE, desc = "Both are there.")
    @Outcome(expect = FORBIDDEN, desc = "The store was overwritten with what was there before, or the exchange failed.")
    public static class StoredNeighbour extends Neighbours {
        /** Exchanges. */
        @Actor
        public void exchanger(BB_Result r) {
            r.r1 = (byte) (CELLS.compareAndSet(left, (byte) 0, (byte) 5) ? 1 : 0);
        }

        /** Stores. */
        @Actor
        public void storer() {
            CELLS.setPlain(right, (byte) 7);
        }

        /** Looks. */
        @Arbiter
        public void last(BB_Result r) {
            r.r2 = CELLS.get(right);
        }
    }

    /** A short. */
    @JCStressTest
    @State
    @Description("Additions to one short are not lost.")
    @Outcome(id = {"0, 1, 3", "2, 0, 3"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = FORBIDDEN, desc = "An addition was lost.")
    public static class AddedShort {
        private static final SharedShortArray CELLS = Slots.cells(SharedShortArray::create);

        private final int at = Slots.nextCell();

        /** A short of 0. */
        public AddedShort() {
            CELLS.setPlain(at, (short) 0);
        }

        /** Adds 1. */
        @Actor
        public void one(SSS_Result r) {
            r.r1 = CELLS.getAndAdd(at, (short) 1);
        }

        /** Adds 2. */
        @Actor
        public void two(SSS_Result r) {
            r.r2 = CELLS.getAndAdd(at, (short) 2);
        }

        /** Looks. */
        @Arbiter
        public void last(SSS_Result r) {
            r.r3 = CELLS.get(at);
        }
    }
}
