package org.weir.process;

import org.weir.os.Signal;

/** Why the shutdown hooks of this JVM run. */
final class ShutdownCause {

    private static final Signal[] ORDERLY = {Signal.SIGHUP, Signal.SIGINT, Signal.SIGTERM};

    private ShutdownCause() {}

    /**
     * The signals that are being handled, as a set of bits 1 &lt;&lt; number. A shutdown hook is not told why it runs,
     * but HotSpot runs the hooks of a signal from a thread named after it.
     */
    static long signalsBeingHandled() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        while (root.getParent() != null) {
            root = root.getParent();
        }
        Thread[] threads = new Thread[root.activeCount() + 64];
        int count = root.enumerate(threads);
        long signals = 0;
        for (int i = 0; i < count; i++) {
            for (Signal signal : ORDERLY) {
                if (threads[i].getName().equals(signal.name() + " handler")) {
                    signals |= 1L << signal.number();
                }
            }
        }
        return signals;
    }
}
