package org.weir.scenario;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A fault that is done to the JVM of an actor while it runs: at a {@link Faults#point point} in the code, or, without one,
 * at a random moment.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @Fault(kind = FaultKind.KILL, actor = "writer", point = "between")
 * @Outcome(id = "killed(writer,SIGKILL): 1", expect = ACCEPTABLE, desc = "The reader saw half a frame.")
 * public class KilledWriter {
 *     @Actor
 *     public void writer() {
 *         ring.put(1);
 *         Faults.point("between");
 *         ring.put(2);
 *     }
 *     ...
 * }
 * }</pre>
 *
 * <p>
 * What becomes of the actor is part of the outcome's id: see {@link OutcomeId}. One actor may have several: those at points
 * take turns from sample to sample, one of them in each. A fault at a random moment spares an actor that has returned before.
 * A run in which a fault was due in no sample is inconclusive.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Fault.All.class)
public @interface Fault {
    /** What is done. */
    FaultKind kind();

    /** The name of the actor whose JVM it is done to. */
    String actor();

    /**
     * The point in the code at which it is done; empty for a random moment. A sample that never gets there has no fault.
     *
     * <p>
     * Weir's own primitives have points at their critical instants, whose names are the constants of
     * {@code org.weir.memory.FaultPoint}:
     * <ul>
     * <li>locks: {@code lock.acquired}, {@code lock.releasing}, {@code lock.released}, and {@code lock.granted} of those that
     * hand over in order;
     * <li>what is larger than a word: {@code state.changing}, {@code state.changed}, {@code state.committed};
     * <li>barriers: {@code barrier.arrived}, {@code barrier.releasing}, {@code barrier.released};
     * <li>semaphores: {@code semaphore.taken}, {@code semaphore.released};
     * <li>conditions: {@code condition.enqueued}, {@code condition.waiting}, {@code condition.signalled},
     * {@code condition.signalling}; events: {@code event.set};
     * <li>{@code RingQueue}: {@code ring.put.claimed}, {@code ring.put.copying}, {@code ring.put.copied},
     * {@code ring.put.published}, {@code ring.take.claiming}, {@code ring.take.claimed}, {@code ring.take.decoded},
     * {@code ring.take.acknowledged}, {@code ring.return.looking}, {@code ring.return.marked}; with items too large for the ring also
     * {@code ring.put.named}, {@code ring.take.delivered};
     * <li>{@code Pipe}: {@code pipe.send.copied}, {@code pipe.send.streaming}, {@code pipe.receive.copied};
     * <li>{@code SimpleQueue} and {@code FeederQueue}: {@code pipe-queue.put.locked}, {@code kernel-pipe.write.half},
     * {@code pipe-queue.take.locked}, {@code kernel-pipe.read.half}, {@code feeder.writing}.
     * </ul>
     */
    String point() default "";

    /**
     * For a random moment: it lies uniformly between the start of the actors and this much later. Empty means
     * {@value #DEFAULT_WITHIN}. Not with {@link #point}.
     */
    String within() default "";

    /** The one sample of a launch, counted from 1, in which it is done; 0 for every sample. */
    long sample() default 0;

    /** How likely it is in a sample that it may be done in: more than 0, at most 1. */
    double probability() default 1;

    /**
     * For {@link FaultKind#STOP}, and only there: how long the process stands still. Empty means
     * {@value #DEFAULT_RESUME_AFTER}.
     */
    String resumeAfter() default "";

    /** The default of {@link #within}. */
    String DEFAULT_WITHIN = "10ms";

    /** The default of {@link #resumeAfter}. */
    String DEFAULT_RESUME_AFTER = "100ms";

    /** Holds several of them; the compiler writes it. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** The annotations, in order of declaration. */
        Fault[] value();
    }
}
