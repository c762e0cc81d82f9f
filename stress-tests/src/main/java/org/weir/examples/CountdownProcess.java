package org.weir.examples;

import org.weir.process.JvmProcess;

import java.io.IOException;

/**
 * A process as a class of its own, two of them at once. Seed 002, mprocess1.py.
 *
 * <pre>
 * p1: 3
 * p2: 4
 * p1: 2
 * ...
 * </pre>
 */
final class CountdownProcess {
    private CountdownProcess() {}

    /** Counts down from a number, which is sent to the child with the object. */
    private static final class Countdown extends JvmProcess {
        private static final long serialVersionUID = 1L;

        private final int from;

        Countdown(String name, int from) {
            this.from = from;
            name(name);
        }

        @Override
        protected void run() {
            for (int n = from; n > 0; n--) {
                System.out.println(current().name() + ": " + n);
            }
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        JvmProcess p1 = new Countdown("p1", 3).start();
        JvmProcess p2 = new Countdown("p2", 4).start();
        p1.join();
        p2.join();
    }
}
