package org.weir.stress.seeds;

/** The document's list of records, as its server process offers it. */
public interface Records {
    /** Adds a name. */
    void insert(String name);

    /** The names now, joined by blanks. */
    String print();
}
