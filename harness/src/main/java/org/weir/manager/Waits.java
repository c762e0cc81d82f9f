package org.weir.manager;

import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** How operations wait in the server: for as long as the caller says. */
final class Waits {

    private Waits() {}

    /**
     * Waits until {@code done}, which is asked at once and after each signal.
     *
     * @param signal whose lock the caller holds
     * @param nanos how long at most; zero for one look, negative for ever
     * @return whether it is done; false if the time is over
     */
    static boolean until(BooleanSupplier done, Condition signal, long nanos) throws InterruptedException {
        long left = nanos;
        while (!done.getAsBoolean()) {
            if (left == 0) {
                return false;
            }
            if (left < 0) {
                signal.await();
            } else {
                left = Math.max(0, signal.awaitNanos(left));
            }
        }
        return true;
    }
}
