package org.weir.process;

/**
 * An action that is run once: when it is called, or when this process ends in order. Made by
 * {@link JvmProcess#atExit}.
 */
public final class Finaliser implements Runnable {

    private final Finalisers owner;
    private final int priority;
    private final long number;
    private final Runnable action;

    Finaliser(Finalisers owner, int priority, long number, Runnable action) {
        this.owner = owner;
        this.priority = priority;
        this.number = number;
        this.action = action;
    }

    /** Higher ones are run earlier; those below 0 only after all children have ended. */
    public int priority() {
        return priority;
    }

    long number() {
        return number;
    }

    /** Runs the action, unless it was run or cancelled before. */
    @Override
    public void run() {
        if (owner.remove(this)) {
            action.run();
        }
    }

    /** Has the action not be run. Does nothing if it was. */
    public void cancel() {
        owner.remove(this);
    }

    /** Whether the action is still to be run. */
    public boolean isPending() {
        return owner.contains(this);
    }
}
