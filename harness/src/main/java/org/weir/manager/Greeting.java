package org.weir.manager;

import org.weir.channel.Codec;

/** What the two sides tell each other when a wire begins. */
sealed interface Greeting {

    /** Which client it is: a number that it drew itself, too long to guess. */
    record ClientId(long high, long low) {}

    /**
     * The first frame of a client's first wire, which carries what is not answered. The client lives as long as it.
     *
     * @param pid its process id where it runs
     * @param name the name of its process; "" if it has none
     */
    record Begin(ClientId client, long pid, String name) implements Greeting {}

    /**
     * The first frame of another wire, which carries calls.
     *
     * @param number of the wire, drawn by the client
     */
    record Join(ClientId client, int number) implements Greeting {}

    /**
     * The answer to {@link Begin}.
     *
     * @param server the number of the server
     * @param leaseNanos how long the client lives without a word; 0 for as long as its wire
     */
    record Welcome(long server, long leaseNanos, Codec codec) implements Greeting {}

    /** The answer to {@link Join}. */
    record Joined() implements Greeting {}

    /** The answer to {@link Join} of a client that the server does not know, or took for dead. */
    record Unknown() implements Greeting {}
}
