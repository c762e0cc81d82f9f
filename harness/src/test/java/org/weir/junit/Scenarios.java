package org.weir.junit;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;

/** One scenario for each thing that the engine has to tell a build. */
final class Scenarios {
    private Scenarios() {}

    @MultiJvmTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each sees its own write.")
    public static class Passing {
        final SharedInt x = SharedInt.create();
        final SharedInt y = SharedInt.create();

        @Actor
        public void left(II_Result r) {
            x.set(1);
            r.r1 = x.get();
        }

        @Actor
        public void right(II_Result r) {
            y.set(1);
            r.r2 = y.get();
        }
    }

    @MultiJvmTest
    @Outcome(id = "1, 2", expect = FORBIDDEN, desc = "What always happens is forbidden.")
    public static class Failing {
        final SharedInt x = SharedInt.create();

        @Actor
        public void left(II_Result r) {
            x.set(1);
            r.r1 = 1;
        }

        @Actor
        public void right(II_Result r) {
            r.r2 = 2;
        }
    }

    @MultiJvmTest
    @Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "What always happens.")
    @Outcome(id = "2, 1", expect = ACCEPTABLE, desc = "What never happens.")
    @MustObserve("2, 1")
    public static class Inconclusive {
        final SharedInt x = SharedInt.create();

        @Actor
        public void left(II_Result r) {
            x.set(1);
            r.r1 = 1;
        }

        @Actor
        public void right(II_Result r) {
            r.r2 = 2;
        }
    }

    @MultiJvmTest
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "Never reached.")
    public static class Erroneous {
        public Erroneous() {
            throw new IllegalStateException("this state cannot be built");
        }

        @Actor
        public void only(I_Result r) {
            r.r1 = 1;
        }
    }

    /** No result names the outcome, and two actors write one field. */
    @MultiJvmTest
    @Outcome(id = "1, 2, 3", expect = ACCEPTABLE, desc = "Three values of two fields.")
    public static class Mistaken {
        @Actor
        public int returning() {
            return 1;
        }

        @Actor
        public void left(II_Result r) {
            r.r1 = 1;
        }

        @Actor
        public void right(II_Result r) {
            r.r1 = 2;
        }
    }

    @MultiJvmTest
    @Tag("slow")
    @Outcome(id = "10|20", expect = ACCEPTABLE, desc = "The parameter.")
    public static class Parameterised {
        final SharedInt cell = SharedInt.create();
        private final int size;

        public Parameterised(@Param({"10", "20"}) int size) {
            this.size = size;
        }

        @Actor
        public void only(I_Result r) {
            cell.set(size);
            r.r1 = size;
        }
    }

    @MultiJvmTest
    @Disabled("until the machine has two CPUs")
    @DisplayName("A scenario with a name")
    @Outcome(id = "1", expect = ACCEPTABLE, desc = "It.")
    public static class Switched {
        @Actor
        public void only(I_Result r) {
            r.r1 = 1;
        }
    }

    /** Not a scenario. */
    public static class Bystander {}
}
