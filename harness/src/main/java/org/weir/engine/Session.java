package org.weir.engine;

import org.weir.memory.Realm;
import org.weir.process.JvmLauncher;
import org.weir.process.JvmSpec;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all launches of a run share.
 *
 * @param realm the run's realm
 * @param launcher starts its workers
 * @param options how to run
 * @param cpus CPUs that this process may use, ascending
 * @param stopping set when the run has to end early
 * @param names numbers the segments
 * @param kept workers that wait for the next configuration of their scenario
 */
record Session(Realm realm, JvmLauncher launcher, RunOptions options, NavigableSet<Integer> cpus,
        AtomicBoolean stopping, AtomicLong names, KeptWorkers kept) {

    /** A name for a segment that no other has in this realm. */
    String nextName() {
        return "launch-" + names.incrementAndGet();
    }

    /** Whether there is a CPU for each of so many actors. */
    boolean hasCpuFor(int actors) {
        return actors <= cpus.size();
    }

    /** The CPU of an actor; -1 if the actors outnumber the CPUs. */
    int cpuOf(int actor, int actors) {
        return hasCpuFor(actors) ? cpus.stream().skip(actor).findFirst().orElseThrow() : -1;
    }

    /** The class path of workers: what is asked for first, then this JVM's own. */
    List<Path> classPath(List<Path> ofActor, List<Path> ofScenario) {
        List<Path> all = new ArrayList<>(ofActor);
        all.addAll(ofScenario);
        all.addAll(options.classPath());
        all.addAll(JvmSpec.ownClassPath());
        return all.stream().distinct().toList();
    }
}
