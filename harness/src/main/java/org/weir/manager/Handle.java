package org.weir.manager;

import java.io.InvalidObjectException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Locale;

/**
 * A proxy on its way.
 *
 * @param server the number that the server drew when it started
 * @param address where it listens
 * @param id of the object
 * @param type the interface of a user's object; "" for others
 */
record Handle(long server, String address, long id, Kind kind, String type) implements Serializable {

    /** Another one, which serialization does not take for the same object: each is counted. */
    Handle copy() {
        return new Handle(server, address, id, kind, type);
    }

    String describe() {
        return (kind == Kind.USER ? type : kind.name().toLowerCase(Locale.ROOT)) + " "
                + id + " at " + address;
    }

    @Serial
    private Object readResolve() throws InvalidObjectException {
        return Place.current().resolve(this);
    }
}
