package org.weir.stress.litmus;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.II_Result;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.MultiJvmTest;
import org.weir.sync.ProcessEvent;

import java.time.Duration;

/**
 * Plain data in shared memory, announced by a {@link ProcessEvent}: the waiter sleeps on a futex, and sees the data
 * when it is woken.
 *
 * <p>
 * The event's word is written with release and read with acquire; the futex itself orders nothing that a program could
 * rely on, it only wakes. The receiver does not wait longer than a millisecond, so that it also comes too early now and
 * then.
 *
 * <p>
 * Observed in one build on two cores of an x86-64 virtual machine: in 192,000 samples nobody saw the event without
 * the data, and 37 came too early.
 *
 * <pre>{@code
 * ./weir run PublishedByEvent
 * }</pre>
 */
@MultiJvmTest
@Deadline("5s")
@Description("Plain data in shared memory, announced by an event: whoever got the word sees the data.")
@Claim(id = "C-PUB-futex", value = "Data written before a message by an event is seen by its receiver.", held = {
        "1, 42", "0, 0", "0, 42"})
@Ref("futex(2)")
@Ref("python.org, multiprocessing.Event")
@Outcome(id = "1, 42", expect = ACCEPTABLE, desc = "Got the word, and saw the data.")
@Outcome(id = {"0, 0", "0, 42"}, expect = ACCEPTABLE, desc = "Came too early for the word.")
@Outcome(id = "1, 0", expect = FORBIDDEN, desc = "Got the word, and the data was missing; on no machine.")
public class PublishedByEvent {
    final ProcessEvent event = ProcessEvent.create();
    final SharedInt data = SharedInt.create();

    @Actor
    public void sender() throws InterruptedException {
        data.setPlain(42);
        event.set();
    }

    @Actor
    public void receiver(II_Result r) throws InterruptedException {
        r.r1 = event.await(Duration.ofMillis(1)) ? 1 : 0;
        r.r2 = data.getPlain();
    }
}
