package org.weir.manager;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A queue in the server. What a client has been given, and had not taken when it died, goes back to the head, perhaps
 * beyond the capacity: its {@code take} had not returned.
 */
final class QueueTarget implements Target {

    private final int capacity;
    private final ReentrantLock mutex = new ReentrantLock();
    private final Condition notEmpty = mutex.newCondition();
    private final Condition notFull = mutex.newCondition();
    private final Condition allDone = mutex.newCondition();
    private final Deque<Object> items = new ArrayDeque<>();
    private int unfinished;

    QueueTarget(int capacity) {
        if (capacity <= 0) {
            throw new IllegalArgumentException("A queue has room for at least one item; got " + capacity + ".");
        }
        this.capacity = capacity;
    }

    @Override
    public @Nullable Object invoke(Call call, String operation, List<@Nullable Object> arguments)
            throws InterruptedException {
        mutex.lockInterruptibly();
        try {
            return switch (operation) {
                case "put" -> put((long) arguments.get(0), Objects.requireNonNull(arguments.get(1)));
                case "offerAll" -> offerAll((Collection<?>) arguments.get(0));
                case "take" -> take(call, (long) arguments.get(0));
                case "drain" -> drain(call, (int) arguments.get(0));
                case "peek" -> items.peek();
                case "size" -> items.size();
                case "remainingCapacity" -> capacity == Integer.MAX_VALUE ? capacity
                        : Math.max(0, capacity - items.size());
                case "contains" -> items.contains(arguments.get(0));
                case "remove" -> removed(items.remove(arguments.get(0)));
                case "removeAll" -> removed(items.removeAll((Collection<?>) arguments.get(0)));
                case "retainAll" -> removed(items.retainAll((Collection<?>) arguments.get(0)));
                case "clear" -> removed(!drain(new ArrayList<>(), Integer.MAX_VALUE).isEmpty());
                case "elements" -> new ArrayList<>(items);
                case "taskDone" -> taskDone();
                case "join" -> join((long) arguments.get(0));
                default -> throw Target.unexposed(operation, "a queue");
            };
        } finally {
            mutex.unlock();
        }
    }

    /** Waits for at most {@code nanos}, for ever if negative, until there is room. */
    private boolean put(long nanos, Object item) throws InterruptedException {
        if (!Waits.until(() -> items.size() < capacity, notFull, nanos)) {
            return false;
        }
        items.add(item);
        unfinished++;
        notEmpty.signal();
        return true;
    }

    /** How many of them there was room for. */
    private int offerAll(Collection<?> more) throws InterruptedException {
        int count = 0;
        for (Object item : more) {
            if (!put(0, Objects.requireNonNull(item))) {
                break;
            }
            count++;
        }
        return count;
    }

    private @Nullable Object take(Call call, long nanos) throws InterruptedException {
        if (!Waits.until(() -> !items.isEmpty(), notEmpty, nanos)) {
            return null;
        }
        Object item = items.remove();
        notFull.signal();
        call.ifUndelivered(() -> putBack(List.of(item)));
        return item;
    }

    private List<Object> drain(Call call, int most) {
        List<Object> taken = drain(new ArrayList<>(), most);
        if (!taken.isEmpty()) {
            call.ifUndelivered(() -> putBack(taken));
        }
        return taken;
    }

    private List<Object> drain(List<Object> taken, int most) {
        while (taken.size() < most && !items.isEmpty()) {
            taken.add(items.remove());
        }
        notFull.signalAll();
        return taken;
    }

    private void putBack(List<Object> taken) {
        mutex.lock();
        try {
            new ArrayList<>(taken).reversed().forEach(items::addFirst);
            notEmpty.signalAll();
        } finally {
            mutex.unlock();
        }
    }

    private boolean removed(boolean changed) {
        if (changed) {
            notFull.signalAll();
        }
        return changed;
    }

    private @Nullable Object taskDone() {
        if (unfinished == 0) {
            throw new IllegalStateException("taskDone() was called more often than items were put.");
        }
        unfinished--;
        if (unfinished == 0) {
            allDone.signalAll();
        }
        return null;
    }

    private boolean join(long nanos) throws InterruptedException {
        return Waits.until(() -> unfinished == 0, allDone, nanos);
    }

    @Override
    public Object snapshot() {
        mutex.lock();
        try {
            return new ArrayList<>(items);
        } finally {
            mutex.unlock();
        }
    }
}
