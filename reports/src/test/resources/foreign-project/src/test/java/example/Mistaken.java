package example;

import static org.openjdk.jcstress.annotations.Expect.*;

import org.openjdk.jcstress.annotations.*;
import org.openjdk.jcstress.infra.results.*;
import org.weir.memory.SharedInt;
import org.weir.scenario.*;

/** Errs: its outcome can never come of its result. */
@MultiJvmTest
@Outcome(id = "1, 2", expect = ACCEPTABLE, desc = "Two values of one field.")
public class Mistaken {
    @Actor
    public int only(I_Result r) {
        r.r1 = 1;
        return 1;
    }
}
