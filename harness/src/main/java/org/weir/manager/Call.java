package org.weir.manager;

import java.util.Optional;

/** One call of one thread of a client. */
final class Call {

    private final Session session;
    private final long thread;
    private Optional<Runnable> undo = Optional.empty();

    Call(Session session, long thread) {
        this.session = session;
        this.thread = thread;
    }

    Session session() {
        return session;
    }

    /** The thread that calls, as the owner of locks. */
    Owner caller() {
        return new Owner(session, thread);
    }

    /** Has {@code action} run if the client dies before it has taken the result. */
    void ifUndelivered(Runnable action) {
        undo = Optional.of(action);
    }

    Optional<Runnable> undo() {
        return undo;
    }
}
