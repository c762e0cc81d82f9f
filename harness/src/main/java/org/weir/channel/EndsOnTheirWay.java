package org.weir.channel;

import java.util.ArrayList;
import java.util.List;

/**
 * The ends of pipes in one thing that is sent. As long as none of their handles was received this process holds them; when
 * it is known that the receiver is gone they can be taken back, and with them no others of the same pipes. Safe for use by
 * several threads.
 */
public final class EndsOnTheirWay {

    private final List<Runnable> recalls = new ArrayList<>();

    /** None yet. */
    public EndsOnTheirWay() {}

    /**
     * Takes note of {@code written} if that is what travels in place of an end.
     *
     * @param written an object as it goes into the stream, as {@code ObjectOutputStream.replaceObject} gets it
     */
    public synchronized void note(Object written) {
        if (written instanceof EndHandle handle) {
            recalls.add(handle.recall());
        }
    }

    /**
     * Has those no longer held that nobody has received; as {@link Pipe#recall}, but also for pipes of the kernel. Does
     * nothing when called again.
     */
    public synchronized void recall() {
        recalls.forEach(Runnable::run);
        recalls.clear();
    }
}
