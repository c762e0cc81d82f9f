package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** An event in the server. */
final class EventTarget implements Target {

    private boolean set;
    /** How often it was set: who waits then is released, also if it is cleared at once. */
    private long times;

    @Override
    public synchronized @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        switch (operation) {
            case "isSet" -> {
                return set;
            }
            case "set" -> {
                set = true;
                times++;
                notifyAll();
            }
            case "clear" -> set = false;
            case "await" -> {
                return await((long) arguments.get(0));
            }
            default -> throw Target.unexposed(operation, "an event");
        }
        return null;
    }

    private synchronized boolean await(long nanos) throws InterruptedException {
        long seen = times;
        long start = System.nanoTime();
        while (!set && times == seen) {
            long left = nanos < 0 ? TimeUnit.DAYS.toNanos(1) : nanos - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return true;
    }

    @Override
    public Object snapshot() {
        return text();
    }

    @Override
    public synchronized String text() {
        return set ? "Event[set]" : "Event[not set]";
    }
}
