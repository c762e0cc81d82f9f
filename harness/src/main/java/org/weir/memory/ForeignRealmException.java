package org.weir.memory;

import java.io.InvalidObjectException;
import java.io.Serial;

/** Thrown where a handle of a shared object arrives in a process that is not of the object's realm. */
public final class ForeignRealmException extends InvalidObjectException {

    @Serial
    private static final long serialVersionUID = 1;

    ForeignRealmException(String kind, String theirs, String ours) {
        super("This " + kind + " lies in the realm " + theirs + ", and this process is in " + ours
                + ". Shared objects live in one realm, that of the JVM that started all its processes, and go with it;"
                + " to reach another program use a Client or a manager.");
    }
}
