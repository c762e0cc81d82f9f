package org.weir.engine;

import org.weir.process.JvmSpec;

import java.util.List;
import java.util.Optional;

/**
 * The workers that one configuration of a resource scenario leaves to the next of the same class.
 *
 * <p>
 * A JVM takes some 0.2 s of processor time before its first sample, more than most resource samples take. Within one
 * class nothing is lost by going on with the same JVMs: they serve many samples anyway, each on a state of its own. They
 * are kept only if a worker {@linkplain Residue finds nothing} that the scenario has left in it, and never for another
 * class. Used by one thread.
 */
final class KeptWorkers {
    private Optional<WorkerGroup> kept = Optional.empty();

    /**
     * Those that were kept, if they fit; if they are another class's, or have ended, they are let go.
     *
     * @param wanted what the workers have to have been started with
     */
    Optional<WorkerGroup> take(Class<?> scenario, List<JvmSpec> wanted) {
        Optional<WorkerGroup> found = kept.filter(group -> group.fits(scenario, wanted));
        if (found.isPresent()) {
            kept = Optional.empty();
        } else if (kept.filter(group -> group.scenario() != scenario).isPresent()) {
            end();
        }
        return found;
    }

    void keep(WorkerGroup group) {
        end();
        kept = Optional.of(group);
    }

    /** Ends those that are kept. */
    void end() {
        kept.ifPresent(WorkerGroup::end);
        kept = Optional.empty();
    }
}
