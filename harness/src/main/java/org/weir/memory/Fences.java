package org.weir.memory;

import java.lang.invoke.VarHandle;

/**
 * Memory fences under the names of {@link VarHandle}. They order accesses to shared memory as they order accesses to the
 * heap, and between processes as between threads.
 */
public final class Fences {

    private Fences() {}

    /** No load or store moves across, either way; {@link VarHandle#fullFence()}. */
    public static void full() {
        VarHandle.fullFence();
    }

    /** No load from before moves behind a load or store from after; {@link VarHandle#acquireFence()}. */
    public static void acquire() {
        VarHandle.acquireFence();
    }

    /** No load or store from before moves behind a store from after; {@link VarHandle#releaseFence()}. */
    public static void release() {
        VarHandle.releaseFence();
    }

    /** No load from before moves behind a load from after; {@link VarHandle#loadLoadFence()}. */
    public static void loadLoad() {
        VarHandle.loadLoadFence();
    }

    /** No store from before moves behind a store from after; {@link VarHandle#storeStoreFence()}. */
    public static void storeStore() {
        VarHandle.storeStoreFence();
    }
}
