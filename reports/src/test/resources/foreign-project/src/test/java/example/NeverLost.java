package example;

import static org.openjdk.jcstress.annotations.Expect.*;

import org.openjdk.jcstress.annotations.*;
import org.openjdk.jcstress.infra.results.*;
import org.weir.memory.SharedInt;
import org.weir.scenario.*;

/** Inconclusive: has to show what cannot happen. */
@MultiJvmTest
@Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
@Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One increment was lost.")
@MustObserve("1")
public class NeverLost {
    final SharedInt counter = SharedInt.create();

    @Actor
    public void first() {
        counter.getAndAdd(1);
    }

    @Actor
    public void second() {
        counter.getAndAdd(1);
    }

    @Arbiter
    public void last(I_Result r) {
        r.r1 = counter.get();
    }
}
