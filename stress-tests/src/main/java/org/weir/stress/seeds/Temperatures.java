package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.scenario.BeforeWorker;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.Speed;
import org.weir.stress.program.WorkerPool;

import java.util.List;

/**
 * Temperatures through a pool to Fahrenheit and back: equal to what a loop in one process gives, to the last bit.
 *
 * <p>
 * The same code on the same doubles gives the same results in every process; nothing is rounded on the way.
 *
 * <pre>{@code
 * ./weir run Temperatures
 * }</pre>
 */
@MultiJvmTest(speed = Speed.RESOURCE, weight = 2)
@Deadline("60s")
@Description("map over temperatures there and back through a pool equals the sequential map.")
@Claim(id = "SD22", value = "map by a pool of processes gives what map gives in one process.", held = "equal, equal")
@Ref("seed 002, Multiprocessing: mapReduce1.py, toFahrenheit, toCentigrade (SD22)")
@Outcome(id = "equal, equal", expect = ACCEPTABLE, desc = "Both ways equal to the sequential result.")
@Outcome(expect = FORBIDDEN, desc = "A result differs from the sequential one.")
public class Temperatures {
    @BeforeWorker
    static void open() throws Exception {
        WorkerPool.open(2);
    }

    @Actor
    public void parent(LL_Result r) throws Exception {
        List<Double> celsius = List.of(36.0, 37.0, 38.0, 39.0);
        List<Double> fahrenheit = WorkerPool.get().map(Temperatures::toFahrenheit, celsius);
        List<Double> back = WorkerPool.get().map(Temperatures::toCelsius, fahrenheit);
        List<Double> sequential = celsius.stream().map(Temperatures::toFahrenheit).toList();
        r.r1 = fahrenheit.equals(sequential) ? "equal" : fahrenheit.toString();
        r.r2 = back.equals(sequential.stream().map(Temperatures::toCelsius).toList()) ? "equal" : back.toString();
    }

    private static double toFahrenheit(double celsius) {
        return 9.0 / 5 * celsius + 32;
    }

    private static double toCelsius(double fahrenheit) {
        return 5.0 / 9 * (fahrenheit - 32);
    }
}
