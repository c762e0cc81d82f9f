package org.weir.stress.jcstress;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.JJJ_Result;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.ZZI_Result;
import org.weir.memory.SharedIntArray;
import org.weir.memory.SharedLongArray;

/** The access modes of cells in mapped memory, which have to mean what those of {@link java.lang.invoke.VarHandle} do. */
public final class CellModes {
    private static final int TRIES = 100;

    private CellModes() {}

    /** Two ints in mapped memory, in lines of their own. */
    abstract static class TwoInts {
        static final SharedIntArray X = Slots.cells(SharedIntArray::create);
        static final SharedIntArray Y = Slots.cells(SharedIntArray::create);

        final int at = Slots.nextCell();

        TwoInts() {
            X.setPlain(at, 0);
            Y.setPlain(at, 0);
        }
    }

    /** A long in mapped memory. */
    abstract static class OneLong {
        static final SharedLongArray X = Slots.cells(SharedLongArray::create);

        final int at = Slots.nextCell();

        OneLong() {
            X.setPlain(at, 0);
        }
    }

    /** Aligned longs are read and written whole, in whatever mode. */
    @JCStressTest
    @State
    @Description("Plain: a long in mapped memory is never half written.")
    @Outcome(id = {"0", "-1"}, expect = ACCEPTABLE, desc = "Before or after the write.")
    @Outcome(expect = FORBIDDEN, desc = "Half of a long.")
    public static class PlainLongIsWhole extends OneLong {
        /** Writes. */
        @Actor
        public void writer() {
            X.setPlain(at, -1);
        }

        /** Reads. */
        @Actor
        public void reader(J_Result r) {
            r.r1 = X.getPlain(at);
        }
    }

    /** What plain accesses do not promise. */
    @JCStressTest
    @State
    @Description("Opaque: two reads of one cell never go back in time.")
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "In order.")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The second read overtook the first.")
    public static class OpaqueIsCoherent extends TwoInts {
        /** Writes. */
        @Actor
        public void writer() {
            X.setOpaque(at, 1);
        }

        /** Reads twice. */
        @Actor
        public void reader(II_Result r) {
            r.r1 = X.getOpaque(at);
            r.r2 = X.getOpaque(at);
        }
    }

    /** Message passing. */
    @JCStressTest
    @State
    @Description("Acquire and release: who sees the flag sees what was written before it.")
    @Outcome(id = {"0, 0", "0, 1", "1, 1"}, expect = ACCEPTABLE, desc = "In order.")
    @Outcome(id = "1, 0", expect = FORBIDDEN, desc = "The flag came before the message.")
    public static class ReleasePublishes extends TwoInts {
        /** Writes the message, then the flag. */
        @Actor
        public void writer() {
            X.setPlain(at, 1);
            Y.setRelease(at, 1);
        }

        /** Reads the flag, then the message. */
        @Actor
        public void reader(II_Result r) {
            r.r1 = Y.getAcquire(at);
            r.r2 = X.getPlain(at);
        }
    }

    /** Store buffering. */
    @JCStressTest
    @State
    @Description("Volatile: one of two writes comes first, and the other thread sees it.")
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "In some order of all accesses.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Both reads overtook the writes before them.")
    public static class VolatileHasOneOrder extends TwoInts {
        /** Writes one, reads the other. */
        @Actor
        public void left(II_Result r) {
            X.set(at, 1);
            r.r1 = Y.get(at);
        }

        /** Writes the other, reads the one. */
        @Actor
        public void right(II_Result r) {
            Y.set(at, 1);
            r.r2 = X.get(at);
        }
    }

    /** Two want the same change. */
    @JCStressTest
    @State
    @Description("Compare and set: of two that expect the same value one succeeds.")
    @Outcome(id = {"true, false, 1", "false, true, 2"}, expect = ACCEPTABLE, desc = "One, and its value is there.")
    @Outcome(expect = FORBIDDEN, desc = "Both, none, or another value.")
    public static class CompareAndSetHasOneWinner extends TwoInts {
        /** Wants 1. */
        @Actor
        public void one(ZZI_Result r) {
            r.r1 = X.compareAndSet(at, 0, 1);
        }

        /** Wants 2. */
        @Actor
        public void two(ZZI_Result r) {
            r.r2 = X.compareAndSet(at, 0, 2);
        }

        /** Looks. */
        @Arbiter
        public void last(ZZI_Result r) {
            r.r3 = X.get(at);
        }
    }

    /** As above; who loses is told to whom. */
    @JCStressTest
    @State
    @Description("Compare and exchange: the loser is told the winner's value.")
    @Outcome(id = {"0, 1, 1", "2, 0, 2"}, expect = ACCEPTABLE, desc = "One wins, the other sees its value.")
    @Outcome(expect = FORBIDDEN, desc = "Both, none, or another value.")
    public static class CompareAndExchangeTellsTheWinner extends OneLong {
        /** Wants 1. */
        @Actor
        public void one(JJJ_Result r) {
            r.r1 = X.compareAndExchange(at, 0, 1);
        }

        /** Wants 2. */
        @Actor
        public void two(JJJ_Result r) {
            r.r2 = X.compareAndExchange(at, 0, 2);
        }

        /** Looks. */
        @Arbiter
        public void last(JJJ_Result r) {
            r.r3 = X.get(at);
        }
    }

    /** A loop around what may fail for no reason. */
    @JCStressTest
    @State
    @Description("Weak compare and set: no update in a loop is lost.")
    @Outcome(id = {"0, 1, 2", "1, 0, 2"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = FORBIDDEN, desc = "An update was lost, or hundred tries in a row failed.")
    public static class WeakCompareAndSetLosesNothing extends TwoInts {
        private int increment() {
            for (int tries = 0; tries < TRIES; tries++) {
                int old = X.getPlain(at);
                if (X.weakCompareAndSet(at, old, old + 1)) {
                    return old;
                }
            }
            return -1;
        }

        /** Adds 1. */
        @Actor
        public void one(III_Result r) {
            r.r1 = increment();
        }

        /** Adds 1. */
        @Actor
        public void two(III_Result r) {
            r.r2 = increment();
        }

        /** Looks. */
        @Arbiter
        public void last(III_Result r) {
            r.r3 = X.get(at);
        }
    }

    /** The mode has nothing to do with the addition being one step. */
    @JCStressTest
    @State
    @Description("Get and add, volatile and release: no addition is lost, and each gets the value before its own.")
    @Outcome(id = {"0, 1, 3", "2, 0, 3"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = FORBIDDEN, desc = "An addition was lost.")
    public static class GetAndAddLosesNothing extends OneLong {
        /** Adds 1. */
        @Actor
        public void one(JJJ_Result r) {
            r.r1 = X.getAndAdd(at, 1);
        }

        /** Adds 2. */
        @Actor
        public void two(JJJ_Result r) {
            r.r2 = X.getAndAddRelease(at, 2);
        }

        /** Looks. */
        @Arbiter
        public void last(JJJ_Result r) {
            r.r3 = X.get(at);
        }
    }

    /** An exchange. */
    @JCStressTest
    @State
    @Description("Get and set: each value is given out once.")
    @Outcome(id = {"0, 1, 2", "2, 0, 1"}, expect = ACCEPTABLE, desc = "One after the other.")
    @Outcome(expect = FORBIDDEN, desc = "A value was given out twice, or lost.")
    public static class GetAndSetGivesOutOnce extends TwoInts {
        /** Puts 1. */
        @Actor
        public void one(III_Result r) {
            r.r1 = X.getAndSet(at, 1);
        }

        /** Puts 2. */
        @Actor
        public void two(III_Result r) {
            r.r2 = X.getAndSetAcquire(at, 2);
        }

        /** Looks. */
        @Arbiter
        public void last(III_Result r) {
            r.r3 = X.get(at);
        }
    }

    /** Or, and, exclusive or. */
    @JCStressTest
    @State
    @Description("Bitwise: what one thread does to its bits does not touch those of the other.")
    @Outcome(id = "146", expect = ACCEPTABLE, desc = "All six operations are there: 1001 0010.")
    @Outcome(expect = FORBIDDEN, desc = "An operation was lost.")
    public static class BitwiseLosesNothing extends TwoInts {
        /** On the lower four bits: 1111, 0011, 0010. */
        @Actor
        public void lower() {
            int _ = X.getAndBitwiseOr(at, 0x0f);
            int _ = X.getAndBitwiseAnd(at, ~0x0c);
            int _ = X.getAndBitwiseXor(at, 0x01);
        }

        /** On the upper four bits: 1111, 1101, 1001. */
        @Actor
        public void upper() {
            int _ = X.getAndBitwiseOrRelease(at, 0xf0);
            int _ = X.getAndBitwiseAndAcquire(at, ~0x20);
            int _ = X.getAndBitwiseXorRelease(at, 0x40);
        }

        /** Looks. */
        @Arbiter
        public void last(I_Result r) {
            r.r1 = X.get(at);
        }
    }
}
