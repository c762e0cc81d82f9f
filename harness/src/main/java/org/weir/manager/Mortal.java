package org.weir.manager;

/** Something that a client holds a part of. */
interface Mortal {

    /** The client is gone for ever. Called once, perhaps while it still seems to act. */
    void onEnd(Session session);
}
