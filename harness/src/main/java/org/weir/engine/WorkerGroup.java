package org.weir.engine;

import org.weir.memory.Segment;
import org.weir.process.ChildJvm;
import org.weir.process.JvmSpec;

import java.util.List;

/**
 * The worker JVMs of a resource launch and the segment that they share, while no launch has them.
 *
 * @param scenario the class that they have sampled, and no other
 * @param specs what the workers were started with: one an actor, and one for the arbiter's JVM if there was one
 * @param children the workers, in the order of {@code specs}
 * @param segmentName name of the segment in the realm
 * @param shared the segment
 */
record WorkerGroup(Class<?> scenario, List<JvmSpec> specs, List<ChildJvm> children, String segmentName,
        Segment shared) {

    WorkerGroup {
        specs = List.copyOf(specs);
        children = List.copyOf(children);
    }

    /** Whether it can take part in a launch that wants these workers, the arbiter's last; it may lack that one. */
    boolean fits(Class<?> other, List<JvmSpec> wanted) {
        return scenario == other && specs.equals(wanted.subList(0, Math.min(specs.size(), wanted.size())))
                && children.stream().allMatch(child -> child.exit().isEmpty());
    }

    /** Ends the JVMs and gives the segment back. */
    void end() {
        children.forEach(ChildJvm::kill);
        children.forEach(ChildJvm::close);
        SharedFiles.deleteQuietly(shared.path());
    }
}
