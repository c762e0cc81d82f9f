package example;

import static org.openjdk.jcstress.annotations.Expect.*;

import org.openjdk.jcstress.annotations.*;
import org.openjdk.jcstress.infra.results.*;
import org.weir.memory.SharedInt;
import org.weir.scenario.*;

/** Fails: claims of a sum what no sum is. */
@MultiJvmTest
@Outcome(id = "3", expect = ACCEPTABLE, desc = "One and one are three.")
public class WrongClaim {
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
