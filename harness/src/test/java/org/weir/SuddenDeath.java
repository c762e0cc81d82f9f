package org.weir;

import org.weir.memory.FaultPoint;
import org.weir.os.OsException;
import org.weir.os.Processes;
import org.weir.os.Signal;

/** The end by SIGKILL of the process that runs this, in a test that starts one for it. */
public final class SuddenDeath {

    private SuddenDeath() {}

    /** Kills this process; does not return. */
    public static void now() {
        try {
            Processes.send(Processes.pid(), Signal.SIGKILL);
        } catch (OsException failed) {
            throw new IllegalStateException(failed);
        }
        while (true) {
            Thread.onSpinWait();
        }
    }

    /** Kills this process when one of its threads comes to the fault point. */
    public static void at(String point) {
        FaultPoint.install(reached -> {
            if (reached.equals(point)) {
                now();
            }
        });
    }
}
