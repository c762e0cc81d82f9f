package example;

import static org.openjdk.jcstress.annotations.Expect.*;

import org.openjdk.jcstress.annotations.*;
import org.openjdk.jcstress.infra.results.*;
import org.weir.memory.SharedInt;
import org.weir.scenario.*;

/** Errs: its state cannot be constructed, for either value of its parameter. */
@MultiJvmTest
@Outcome(id = "1", expect = ACCEPTABLE, desc = "Not reached.")
public class BrokenState {
    public BrokenState(@Param({"7", "8"}) int size) {
        throw new IllegalStateException("no state of size " + size);
    }

    @Actor
    public void act() {}

    @Arbiter
    public void last(I_Result r) {
        r.r1 = 1;
    }
}
