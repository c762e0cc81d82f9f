package org.weir.manager;

import java.io.Serializable;

/**
 * A proxy: stands for an object that lives in a manager's server process. Every call is one message to the server and
 * one back, and takes effect there at one moment between call and return, unless the method says otherwise. What is
 * stored is a copy, what is returned another; but a proxy that is stored, in whatever depth, comes back as a proxy of
 * the same object.
 *
 * <p><b>Equality.</b> Two proxies are equal if they stand for the same object, whatever that contains; a
 * {@code ManagedList} never equals an {@code ArrayList}. To compare contents, compare a {@link #snapshot}. Their
 * {@code toString()} is the text of the object, fetched from the server; {@link #description()} is that of the proxy.
 *
 * <p><b>Life.</b> The object lives as long as a proxy of it in a living client, or another object that lives; objects
 * that only hold each other are freed.
 *
 * <p><b>Travel.</b> Serializable: who reads it in another process has a proxy of the same object, and dials the server
 * by itself. A process outside the tree of the manager needs a {@link Manager#connect connection} to the server first,
 * for the key, and so does any process for the {@linkplain Manager#tls TLS} of a server that has it, unless
 * {@link org.weir.channel.Tls#system()} will do. An object whose proxy is on its way stays for a minute.
 *
 * <p><b>Errors</b> of all methods: {@link ManagerUnreachableException} if the server has ended, cannot be reached or
 * does not answer; {@link LeaseExpiredException} if this client was taken for dead; {@link ObjectGoneException};
 * {@link RemoteCallException} in place of an exception that cannot travel; {@link org.weir.channel.UnsendableException}
 * for an argument or a result that cannot be sent. Exceptions of the object itself arrive as they were thrown, with the
 * stack of the server as the cause of all causes.
 *
 * <p><b>Interrupts.</b> Methods that declare {@link InterruptedException} are withdrawn from the server when the thread
 * is interrupted, and have then either not happened, or return their result with the thread's interrupt status set.
 *
 * <p>Safe for use by several threads. What was written before a call is seen by whoever sees the call's effect.
 * Source: rows MG and Z27 to Z29 of the conformance table.
 */
public interface ManagedObject extends Serializable {

    /** A copy of the object as it is at one moment, in the plain form of its kind; a text if it has none. */
    Object snapshot();

    /** What the proxy is, such as {@code ManagedList 17 at unix:/dev/shm/...}; asks nobody. */
    String description();

    /** What is serialized in place of the proxy; called by serialization. */
    Object writeReplace();
}
