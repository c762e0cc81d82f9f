package org.weir.stress.twin;

import org.openjdk.jcstress.infra.StateCase;
import org.openjdk.jcstress.infra.TestInfo;
import org.weir.engine.Studies;
import org.weir.outcome.Grading;
import org.weir.outcome.OutcomeRule;
import org.weir.results.Study;
import org.weir.scenario.ActorModel;
import org.weir.scenario.ScenarioModel;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a test before jcstress runs it.
 *
 * @param name as jcstress names it
 * @param harness what its result says of who sampled it
 * @param description what it is about; may be empty
 * @param refs where its claim comes from
 * @param actors names of the actors, in order
 * @param grading how its outcomes are graded
 * @param study what its author wrote besides
 * @param note what a reader of its numbers should know
 */
public record JcstressTest(String name, String harness, String description, List<String> refs, List<String> actors,
        Grading grading, Study study, String note) {
    /** The harness of twins. */
    public static final String SHARED_CELLS = "threads, shared cells";
    /** The harness of tests that are for jcstress alone. */
    public static final String THREADS = "threads";

    private static final String ON_THE_HEAP = "The actors are threads of one JVM and the cells objects on its heap: other"
            + " layout, other rates.";
    private static final String IN_ONE_JVM = "The actors are threads of one JVM.";

    /** Copies the lists. */
    public JcstressTest {
        refs = List.copyOf(refs);
        actors = List.copyOf(actors);
    }

    /** A scenario that is a test of jcstress too. */
    public static JcstressTest of(ScenarioModel twin) {
        return new JcstressTest(twin.type().getName(), SHARED_CELLS, twin.description(), twin.refs(),
                twin.actors().stream().map(ActorModel::name).toList(), twin.grading(), Studies.of(twin), ON_THE_HEAP);
    }

    /** A test as jcstress's annotation processor has listed it. */
    public static JcstressTest of(TestInfo test) {
        List<OutcomeRule> rules = new ArrayList<>();
        for (StateCase each : test.cases()) {
            rules.add(new OutcomeRule(each.matchPattern(), each.expect(), each.description()));
        }
        StateCase other = test.unmatched();
        if (other != null) {
            rules.add(new OutcomeRule("", other.expect(), other.description()));
        }
        return new JcstressTest(test.name(), THREADS, test.description(), List.copyOf(test.refs()), test.actorNames(),
                new Grading(rules), study(test.name()), IN_ONE_JVM);
    }

    /** jcstress names a class within another with a point between. */
    private static Study study(String name) {
        for (String binary = name;;) {
            try {
                return Studies.ofSource(
                        Class.forName(binary, false, Thread.currentThread().getContextClassLoader()));
            } catch (ClassNotFoundException | LinkageError e) {
                int point = binary.lastIndexOf('.');
                if (point < 0) {
                    return Study.NONE;
                }
                binary = binary.substring(0, point) + "$" + binary.substring(point + 1);
            }
        }
    }
}
