package org.weir.scenario;

import org.junit.platform.commons.annotation.Testable;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a scenario: a class whose {@link org.openjdk.jcstress.annotations.Actor @Actor} methods run at the same time,
 * each in a JVM of its own, over and over, and whose outcomes are counted and graded.
 *
 * <pre>{@code
 * @MultiJvmTest
 * @Outcome(id = "2", expect = ACCEPTABLE, desc = "Both increments survived.")
 * @Outcome(id = "1", expect = ACCEPTABLE_INTERESTING, desc = "One increment was lost.")
 * public class UnlockedCounter {
 *     final SharedInt counter = SharedInt.create();
 *
 *     @Actor
 *     public void first() {
 *         counter.setPlain(counter.getPlain() + 1);
 *     }
 *
 *     @Actor
 *     public void second() {
 *         counter.setPlain(counter.getPlain() + 1);
 *     }
 *
 *     @Arbiter
 *     public void last(I_Result r) {
 *         r.r1 = counter.get();
 *     }
 * }
 * }</pre>
 *
 * <p>
 * The class is the state. Its constructor runs in every JVM in the same order, so that the n-th shared object it creates
 * is the same one everywhere; an ordinary field is private to each JVM. It has one constructor, whose parameters, if any,
 * are {@link Param}s, and one to eight actors, its own or inherited: instance methods without a return value that take
 * nothing or the result object (a class annotated with {@link org.openjdk.jcstress.annotations.Result @Result}, such as
 * {@code II_Result}). Actors may throw anything. An optional {@link org.openjdk.jcstress.annotations.Arbiter @Arbiter}
 * takes the result object after all actors are done.
 *
 * <p>
 * Each field of the result object is written by exactly one actor, or by the arbiter, which may overwrite any; Weir finds
 * out by reading the bytecode, or from {@link Writes}. An outcome's id is the fields' values joined by {@code ", "}; see
 * {@link OutcomeId} for the ids of samples in which an actor did not return, and of scenarios without a result.
 *
 * <p>
 * A JVM serves many samples. Those of a resource scenario also go on with its next configuration, unless something was
 * left in them: a thread, a child process, a changed system property. So what a sample needs belongs into instance fields,
 * not into static ones.
 *
 * <p>
 * The class may be a jcstress test too ({@code @JCStressTest @State}): there its actors are threads of one JVM.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Testable
public @interface MultiJvmTest {
    /**
     * Asserts how the scenario is sampled. A scenario that turns out to be of the other kind is an error, which names the
     * field that decided; without the assertion the kind that was found is used and stated.
     */
    Speed speed() default Speed.AUTO;

    /**
     * How much of a run's time budget each configuration gets, relative to others: more than 0. A scenario that starts
     * processes of its own, or waits by its nature, wants several times what others need.
     */
    double weight() default 1;
}
