package org.weir.stress.seeds;

import org.weir.channel.FeederQueue;

import java.time.Duration;

/** What the scenarios with a feeder thread share. */
final class Queues {
    private static final Duration FEEDING = Duration.ofSeconds(5);

    private Queues() {}

    /** What becomes of a process's side of a queue when it exits: no more puts, and a wait for the feeder. */
    static void finish(FeederQueue<?> queue) {
        queue.close();
        if (!queue.joinFeeder(FEEDING)) {
            throw new IllegalStateException("the feeder of " + queue + " has not written all items");
        }
    }
}
