package org.weir.upward.memory;

import java.lang.foreign.Linker;

/** For {@code ArchitectureTest}: a native call outside the one package that may make them. */
public final class CallsTheSystem {

    public Linker linker() {
        return Linker.nativeLinker();
    }
}
