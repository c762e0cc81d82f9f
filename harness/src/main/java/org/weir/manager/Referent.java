package org.weir.manager;

/**
 * An object of the server with its number. Whoever refers to the object in the server refers to this, so that the
 * collector finds out which objects are of no use to anybody.
 */
record Referent(long id, Kind kind, String type, Target target) {

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }
}
