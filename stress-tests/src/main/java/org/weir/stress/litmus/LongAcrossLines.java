package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.J_Result;
import org.weir.memory.Alignment;
import org.weir.memory.Fences;
import org.weir.memory.SharedInt;
import org.weir.memory.SharedLong;
import org.weir.scenario.Claim;
import org.weir.scenario.Comparison;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;

/**
 * A plain long that lies half in one cache line and half in the next: the reader sees a half of one value with a half
 * of another.
 *
 * <p>
 * A heap never places a long so. Memory that processes share holds what its layout says, and a packed struct or a file
 * format may say it. Each half comes with its own line, and another CPU may change the second one between the two. Only
 * plain access is possible here: the JVM refuses the others.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: torn in 10.5% of 154,880 samples, and an int in
 * 2.9%; in 6% and 0.6% when the machine was very busy.
 *
 * <pre>{@code
 * ./weir run LongAcrossLines
 * }</pre>
 */
@MultiJvmTest(weight = 2)
@Description("A long across two cache lines, alternating between 0 and -1: torn.")
@Claim(id = "C-ATOM-long-across", value = "A plain long across two cache lines is read whole.", held = {"0", "-1"})
@Comparison(group = "torn values", label = "long across lines", of = "(?!-1$)-?[1-9]\\d*")
@Ref("Java Language Specification, 17.7 Non-Atomic Treatment of double and long")
@Ref("Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, 9.1.1 Guaranteed Atomic Operations")
@Outcome(id = {"0", "-1"}, expect = ACCEPTABLE, desc = "Old or new.")
@Outcome(id = "(?!-1$)-?[1-9]\\d*", expect = ACCEPTABLE_INTERESTING, desc = "Half of the old and half of the new value: x86-64 does two accesses for it, and so does aarch64.")
@MustObserve("(?!-1$)-?[1-9]\\d*")
public class LongAcrossLines {
    private static final int ROUNDS = 2000;

    final SharedLong cell = SharedLong.create(Alignment.ACROSS_LINE);
    final SharedInt written = SharedInt.create(Alignment.OWN_LINE);

    @Actor
    public void writer() {
        for (int i = 0; i < ROUNDS; i++) {
            cell.setPlain((i & 1) == 0 ? -1L : 0);
            Fences.storeStore();
        }
        written.setRelease(1);
    }

    @Actor
    public void reader(J_Result r) {
        long seen = 0;
        for (int i = 0; i < ROUNDS; i++) {
            seen = cell.getPlain();
            if ((seen != 0 && seen != -1) || written.getAcquire() != 0) {
                break;
            }
        }
        r.r1 = seen;
    }
}
