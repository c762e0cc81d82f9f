package org.weir.manager;

import java.io.InvalidObjectException;

/** Handles that travel by other ways than a manager's wires. */
enum Elsewhere implements Place {
    INSTANCE;

    @Override
    public ManagedObject resolve(Handle handle) throws InvalidObjectException {
        return Clients.here().attach(handle);
    }

    @Override
    public void leaving(Remote remote) {
        remote.pin();
    }
}
