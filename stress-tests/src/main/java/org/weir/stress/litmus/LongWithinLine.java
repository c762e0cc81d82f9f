package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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

/**
 * A plain long at a multiple of its size is written and read at once: is a half of one value ever seen with a half of
 * another?
 *
 * <p>
 * Java allows it, for plain longs. A 64-bit machine does not do it as long as the eight bytes lie in one cache line:
 * {@link LongAcrossLines} shows what happens otherwise. The writer alternates between 0 and -1 many times in a sample,
 * and the reader looks as often, until it sees something else.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: never torn in 581,888 samples.
 *
 * <pre>{@code
 * ./weir run LongWithinLine
 * }</pre>
 */
@MultiJvmTest
@Description("A long within a cache line, alternating between 0 and -1: never torn on a 64-bit machine.")
@Claim(id = "C-ATOM-long", value = "A plain long within one cache line is read whole.", held = {"0", "-1"})
@Comparison(group = "torn values", label = "long within a line", of = "(?!-1$)-?[1-9]\\d*")
@Ref("Java Language Specification, 17.7 Non-Atomic Treatment of double and long")
@Ref("Intel 64 and IA-32 Architectures Software Developer's Manual, volume 3, 9.1.1 Guaranteed Atomic Operations")
@Outcome(id = {"0", "-1"}, expect = ACCEPTABLE, desc = "Old or new.")
@Outcome(id = "(?!-1$)-?[1-9]\\d*", expect = FORBIDDEN, desc = "Half of the old and half of the new value; not on x86-64 or aarch64.")
public class LongWithinLine {
    private static final int ROUNDS = 200;

    final SharedLong cell = SharedLong.create(Alignment.OWN_LINE);
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
