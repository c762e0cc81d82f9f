package org.weir.upward.sync;

import org.weir.upward.memory.CallsTheSystem;
import org.weir.upward.os.PointsUp;

/** For {@code ArchitectureTest}: arrows as they should be. */
public final class PointsDown {

    public boolean mayUse(CallsTheSystem memory, PointsUp os) {
        return memory.equals(os.above());
    }
}
