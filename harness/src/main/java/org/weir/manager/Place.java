package org.weir.manager;

import java.io.InvalidObjectException;

/** Where a handle is read or a proxy written: on a client's wire, on a server's, or elsewhere. */
interface Place {

    /** Bound while frames are encoded and decoded. */
    ScopedValue<Place> HERE = ScopedValue.newInstance();

    static Place current() {
        return HERE.isBound() ? HERE.get() : Elsewhere.INSTANCE;
    }

    /** The proxy for a handle that was read. */
    ManagedObject resolve(Handle handle) throws InvalidObjectException;

    /** Called when a proxy that reaches its object through {@code remote} is written as a handle. */
    void leaving(Remote remote);
}
