package org.weir.scenario;

/** How a scenario is sampled. */
public enum Speed {
    /** Weir looks at the state's objects and decides. */
    AUTO,
    /** All mutable state lies in shared cells: millions of samples a second, reset by copying bytes. */
    MEMORY,
    /** Anything else: the state is constructed afresh for every sample. */
    RESOURCE
}
