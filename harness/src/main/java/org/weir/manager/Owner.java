package org.weir.manager;

/** A thread of a client. */
record Owner(Session session, long thread) {

    @Override
    public String toString() {
        return "thread #" + thread + " of " + session;
    }
}
