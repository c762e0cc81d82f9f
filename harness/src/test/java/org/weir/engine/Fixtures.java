package org.weir.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;
import org.openjdk.jcstress.infra.results.ZJD_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.JvmArgs;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

import java.util.ArrayList;
import java.util.List;

/** Scenarios that the engine's tests run. */
final class Fixtures {
    private Fixtures() {}

    @MultiJvmTest
    @Outcome(id = {"0, 1", "1, 0", "1, 1"}, expect = ACCEPTABLE, desc = "At least one saw the other's write.")
    @Outcome(id = "0, 0", expect = FORBIDDEN, desc = "Nobody saw the other's write.")
    static class StoreBuffering {
        final SharedInt x = SharedInt.create();
        final SharedInt y = SharedInt.create();

        @Actor
        void a(II_Result r) {
            x.set(1);
            r.r1 = y.get();
        }

        @Actor
        @SuppressWarnings("UnusedMethod") // private on purpose: the loop is a nestmate
        private void b(II_Result r) {
            y.set(1);
            r.r2 = x.get();
        }
    }

    @MultiJvmTest
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "")
    @Outcome(id = "1", expect = FORBIDDEN, desc = "One increment was lost.")
    static class Lost {
        final SharedInt counter = SharedInt.create();

        @Actor
        void a() {
            counter.setPlain(counter.getPlain() + 1);
        }

        @Actor
        void b() {
            counter.setPlain(counter.getPlain() + 1);
        }

        @Arbiter
        void last(I_Result r) {
            r.r1 = counter.get();
        }
    }

    @MultiJvmTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "")
    @Outcome(id = "2", expect = ACCEPTABLE, desc = "Never.")
    @MustObserve("2")
    static class NeverTwo {
        final SharedInt cell = SharedInt.create(1);

        @Actor
        void a(I_Result r) {
            r.r1 = cell.get();
        }
    }

    @MultiJvmTest
    @Outcome(expect = ACCEPTABLE, desc = "")
    static class Diverging {
        final List<SharedInt> kept = new ArrayList<>();
        final SharedInt first = SharedInt.create();
        final SharedInt[] more = new SharedInt[(int) (ProcessHandle.current().pid() % 97)];

        Diverging() {
            for (int i = 0; i < more.length; i++) {
                more[i] = SharedInt.create();
            }
        }

        @Actor
        void a(I_Result r) {
            r.r1 = first.get();
        }

        @Actor
        void b() {
            first.set(1);
        }
    }

    @MultiJvmTest
    @Outcome(expect = ACCEPTABLE, desc = "")
    static class StaticCell {
        static final SharedInt CELL = SharedInt.create();

        @Actor
        void a(I_Result r) {
            r.r1 = CELL.get();
        }
    }

    @MultiJvmTest
    @Deadline("700ms")
    @Outcome(id = "hung\\(a\\).*", expect = ACCEPTABLE, desc = "")
    static class Hanging {
        final SharedInt gate = SharedInt.create();

        @Actor
        void a(I_Result r) {
            while (gate.get() == 0) {
                Thread.onSpinWait();
            }
            r.r1 = 1;
        }

        @Actor
        void b() {
            gate.getOpaque();
        }
    }

    @MultiJvmTest
    @Outcome(id = "7", expect = ACCEPTABLE, desc = "")
    @Outcome(id = "threw\\(a,java.lang.IllegalStateException\\).*", expect = ACCEPTABLE, desc = "")
    static class Throwing {
        final SharedInt flag = SharedInt.create();

        @Actor
        void a(I_Result r) {
            if (flag.get() == 1) {
                throw new IllegalStateException("the flag was up");
            }
            r.r1 = 7;
        }

        @Actor
        void b() {
            flag.set(1);
        }
    }

    @MultiJvmTest
    @JvmArgs("-Xmx64m")
    @Outcome(expect = ACCEPTABLE, desc = "")
    static class Greedy {
        final SharedInt cell = SharedInt.create();

        @Actor
        void a(I_Result r) {
            r.r1 = new long[Integer.MAX_VALUE - 8][cell.get()].length;
        }
    }

    @MultiJvmTest
    @Outcome(expect = ACCEPTABLE, desc = "")
    static class Exiting {
        final SharedInt cell = SharedInt.create();

        @Actor
        void a(I_Result r) {
            r.r1 = cell.get();
            System.exit(137);
        }

        @Actor
        void b() {
            cell.set(1);
        }
    }

    @MultiJvmTest
    @Outcome(expect = ACCEPTABLE, desc = "")
    static class Kinds {
        final SharedInt x = SharedInt.create();

        @Actor
        void a(ZJD_Result r) {
            r.r1 = true;
            r.r2 = Long.MIN_VALUE + x.getPlain();
        }

        @Actor
        void b(ZJD_Result r) {
            r.r3 = -0.5;
        }
    }

    @MultiJvmTest
    @Outcome(id = {"a0, b0, a0/b0", "a0, b1, a0/b1", "a1, b0, a1/b0"}, expect = ACCEPTABLE, desc = "")
    static class Texts {
        final SharedInt cell = SharedInt.create();

        @Actor
        void a(LLL_Result r) {
            r.r1 = "a" + cell.getAndSet(1);
        }

        @Actor
        void b(LLL_Result r) {
            r.r2 = "b" + cell.getAndSet(1);
        }

        @Arbiter
        void judge(LLL_Result r) {
            r.r3 = r.r1 + "/" + r.r2;
        }
    }

    @MultiJvmTest
    @Outcome(id = "killed(writer,SIGKILL): null, saw 1", expect = ACCEPTABLE, desc = "Killed between the two writes.")
    @Fault(kind = FaultKind.KILL, actor = "writer", point = "between")
    static class KilledAtAPoint {
        final SharedInt first = SharedInt.create();

        @Actor
        void writer(LL_Result r) {
            first.set(1);
            Faults.point("between");
            first.set(2);
            r.r1 = "done";
        }

        @Arbiter
        void parent(LL_Result r) {
            r.r2 = "saw " + first.get();
        }
    }

    @MultiJvmTest
    @Outcome(id = "done", expect = ACCEPTABLE, desc = "Nothing came between.")
    @Outcome(id = "killed\\(writer,SIGKILL\\): .*", expect = ACCEPTABLE, desc = "It was killed at the point.")
    @Fault(kind = FaultKind.KILL, actor = "writer", point = "nowhere")
    static class PointNeverReached {
        @Actor
        void writer(L_Result r) {
            Faults.point("somewhere");
            r.r1 = "done";
        }
    }

    @MultiJvmTest
    @Outcome(id = ": hung(writer)", expect = ACCEPTABLE, desc = "It wrote so.")
    static class LiesAboutItsFate {
        @Actor
        void writer(L_Result r) {
            r.r1 = "hung(writer)";
        }
    }

    @MultiJvmTest
    @Outcome(id = "true", expect = ACCEPTABLE, desc = "It stood still for as long as it was told to.")
    @Fault(kind = FaultKind.STOP, actor = "sleeper", point = "here", resumeAfter = "30ms")
    static class StoppedAtAPoint {
        @Actor
        void sleeper(org.openjdk.jcstress.infra.results.Z_Result r) {
            long before = System.nanoTime();
            Faults.point("here");
            r.r1 = System.nanoTime() - before >= 30_000_000;
        }
    }

    @MultiJvmTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "A private field.")
    static class OrdinaryField {
        int mine;

        @Actor
        void a(I_Result r) {
            mine++;
            r.r1 = mine;
        }

        @Actor
        void b() {
            mine += 5;
        }
    }
}
