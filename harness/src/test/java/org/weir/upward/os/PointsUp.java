package org.weir.upward.os;

import org.weir.upward.memory.CallsTheSystem;

/** For {@code ArchitectureTest}: an arrow that points up. */
public final class PointsUp {

    private final CallsTheSystem above = new CallsTheSystem();

    public Object above() {
        return above;
    }
}
