package org.weir.manager;

/** What a client tells the server on its first wire. */
sealed interface Notice {

    /** Interrupts the call with this number on the wire with that number. */
    record Cancel(int wire, int call) implements Notice {}

    /** One proxy of the object is gone. */
    record Release(long object) implements Notice {}

    /** Ends the server. */
    record Stop() implements Notice {}

    /** The client is alive; answered with the same. */
    record Alive() implements Notice {}
}
