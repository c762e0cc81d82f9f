package org.weir.stress.seeds;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Description;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Ref;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.weir.channel.Delivery;
import org.weir.channel.RingQueue;
import org.weir.examples.ControllerAndDispatcher;
import org.weir.examples.ControllerAndDispatcher.Answer;
import org.weir.examples.ControllerAndDispatcher.End;
import org.weir.examples.ControllerAndDispatcher.Message;
import org.weir.examples.ControllerAndDispatcher.Power;
import org.weir.examples.ControllerAndDispatcher.Request;
import org.weir.examples.ControllerAndDispatcher.Task;
import org.weir.memory.SharedInt;
import org.weir.scenario.Claim;
import org.weir.scenario.Deadline;
import org.weir.scenario.Fault;
import org.weir.scenario.FaultKind;
import org.weir.scenario.Faults;
import org.weir.scenario.MultiJvmTest;
import org.weir.scenario.MustObserve;
import org.weir.scenario.Param;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The document's exercise of a controller, a dispatcher and workers, while one of the workers is killed: is every ticket
 * answered once, with both right results?
 *
 * <p>
 * The controller puts numbers with tickets into Q1; the dispatcher has the workers raise an even number to the powers 2 and
 * 4 and an odd one to 3 and 5, and puts together what comes back. The parameter says where the one worker dies: when it has
 * taken a task and done nothing, or when its result is in Q1 and the task not yet acknowledged. In the first case the task
 * must be done by the other worker, in the second its result comes twice and the ticket must still be answered once. The
 * dispatcher is the one of {@link ControllerAndDispatcher}, which a person can run.
 *
 * <p>
 * One sample is {@value #TICKETS} tickets, one of them for a text that is no number; the other worker stops when the
 * controller has its answers.
 *
 * <pre>{@code
 * ./weir run TicketsAnswered
 * ./weir example ControllerAndDispatcher
 * }</pre>
 */
@MultiJvmTest
@Fault(kind = FaultKind.KILL, actor = "mortal", point = "here")
@Deadline("20s")
@Description("A controller, a dispatcher and two workers, of whom one is killed: every ticket is answered once, with both results.")
@Claim(id = "SD21", value = "Every ticket is answered once with both right results, also when a worker is killed; what is no integer is refused.", held = "killed(mortal,SIGKILL): all once and right, 1 refused")
@Ref("seed 002, Multiprocessing: Controller, Dispatcher, \"Must be an integer\", \"assemble results and put back the ticket\" (SD21)")
@Outcome(id = "killed(mortal,SIGKILL): all once and right, 1 refused", expect = ACCEPTABLE, desc = "A worker died, and no ticket with it.")
@Outcome(id = ".*", expect = FORBIDDEN, desc = "A ticket was lost, answered twice or wrongly, or a text was taken for a number.")
@MustObserve("killed(mortal,SIGKILL): all once and right, 1 refused")
public class TicketsAnswered {
    private static final int TICKETS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    final RingQueue<Message> q1 = RingQueue.create(ControllerAndDispatcher.codec(), 1 << 14, Integer.MAX_VALUE);
    protected final RingQueue<Task> tasks = RingQueue.create(ControllerAndDispatcher.codec(), 1 << 14,
            Integer.MAX_VALUE);
    final RingQueue<Answer> answers = RingQueue.create(ControllerAndDispatcher.codec(), 1 << 14, Integer.MAX_VALUE);
    final SharedInt taken = SharedInt.create();
    final SharedInt over = SharedInt.create();
    private final Moment moment;

    /** Where the one worker dies. */
    public enum Moment {
        TASK_TAKEN, RESULT_PUT
    }

    /** @param moment where the one worker dies */
    public TicketsAnswered(@Param Moment moment) {
        this.moment = moment;
    }

    @Actor
    public void controller(LL_Result r) throws InterruptedException {
        List<String> lines = List.of("0", "1", "2", "-3", "x", "12", "99999999999", "7");
        List<String> expected = new ArrayList<>();
        int refused = 0;
        for (int ticket = 0; ticket < TICKETS; ticket++) {
            try {
                BigInteger number = ControllerAndDispatcher.parse(lines.get(ticket));
                q1.put(new Request("t" + ticket, number));
                expected.add(expected("t" + ticket, number));
            } catch (NumberFormatException _) {
                refused++;
            }
        }
        q1.put(new End());
        List<String> got = new ArrayList<>();
        boolean more = true;
        while (more && got.size() < expected.size()) {
            Optional<Delivery<Answer>> answer = answers.receive(PATIENCE);
            answer.ifPresent(delivery -> got.add(delivery.item().toString()));
            answer.ifPresent(Delivery::ack);
            more = answer.isPresent();
        }
        over.set(1);
        answers.iterator().forEachRemaining(twice -> got.add(twice.toString()));
        got.sort(null);
        expected.sort(null);
        r.r1 = got.equals(expected) ? "all once and right" : "got " + got;
        r.r2 = refused + " refused";
    }

    @Actor
    public void dispatcher() throws InterruptedException {
        ControllerAndDispatcher.dispatch(q1, tasks, answers);
    }

    @Actor
    public void mortal() throws InterruptedException {
        Task task = claim();
        taken.set(1);
        dieAt(Moment.TASK_TAKEN);
        q1.put(task.done());
        dieAt(Moment.RESULT_PUT);
    }

    @Actor
    public void worker() throws InterruptedException {
        while (taken.get() == 0) {
            Thread.onSpinWait();
        }
        while (over.get() == 0) {
            Optional<Delivery<Task>> delivery = tasks.receive(Duration.ofMillis(20));
            if (delivery.isPresent()) {
                q1.put(delivery.get().item().done());
                delivery.get().ack();
            }
        }
    }

    /** Takes a task so that another worker gets it if this one dies. */
    protected Task claim() throws InterruptedException {
        return tasks.receive().item();
    }

    private void dieAt(Moment where) {
        if (where == moment) {
            Faults.point("here");
        }
    }

    /** What the document demands, multiplied here and not by a worker. */
    private static String expected(String ticket, BigInteger n) {
        BigInteger square = n.multiply(n);
        boolean even = n.mod(BigInteger.TWO).signum() == 0;
        BigInteger first = even ? square : square.multiply(n);
        BigInteger second = even ? square.multiply(square) : first.multiply(square);
        return new Answer(ticket, n, List.of(new Power(new Task(ticket, n, even ? 2 : 3), first),
                new Power(new Task(ticket, n, even ? 4 : 5), second))).toString();
    }
}
