package org.weir.channel;

import org.weir.channel.MessageRing.Claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How those wait who want to put into a {@link MessageRing}, or take from it: a short spin, then slices of sleep. */
final class RingWaits {

    private final MessageRing ring;
    private final Runnable requireOpen;
    private final LivenessTimer looks = new LivenessTimer();

    /** An attempt to put or take; it changes something only when it succeeds. */
    interface Attempt {
        boolean succeeds();
    }

    /** @param requireOpen throws to end a wait; asked at least every 50 ms */
    RingWaits(MessageRing ring, Runnable requireOpen) {
        this.ring = ring;
        this.requireOpen = requireOpen;
    }

    /** Tries to put until {@code deadline}. */
    boolean put(Attempt attempt, long deadline) throws InterruptedException {
        return attempt.succeeds() || await(attempt, true, deadline);
    }

    /** Claims the next frame; empty if there is none until {@code deadline}. */
    Optional<Claim> claim(long deadline) throws InterruptedException {
        requireOpen.run();
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Optional<Claim> first = ring.claim();
        if (first.isPresent()) {
            return first;
        }
        List<Claim> claimed = new ArrayList<>(1);
        await(() -> {
            ring.claim().ifPresent(claimed::add);
            return !claimed.isEmpty();
        }, false, deadline);
        return claimed.isEmpty() ? Optional.empty() : Optional.of(claimed.getFirst());
    }

    /** Looks for items of the dead, if that is due: for those who ask again and again and never wait. */
    boolean sweepWhenDue() {
        boolean due = looks.isDue();
        if (due) {
            ring.sweep();
        }
        return due;
    }

    private boolean await(Attempt attempt, boolean forRoom, long deadline) throws InterruptedException {
        if (deadline - System.nanoTime() <= 0) {
            boolean _ = sweepWhenDue();
            return attempt.succeeds();
        }
        if (Backoff.spin(forRoom ? ring::hasRoom : ring::hasItem) && attempt.succeeds()) {
            return true;
        }
        while (true) {
            int announced = forRoom ? ring.announceGiver() : ring.announceTaker();
            if (attempt.succeeds()) {
                return true;
            }
            requireOpen.run();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (deadline - System.nanoTime() <= 0) {
                return false;
            }
            boolean woken = forRoom ? ring.awaitRoom(announced, deadline) : ring.awaitItem(announced, deadline);
            if (!woken) {
                ring.sweep();
            }
        }
    }
}
