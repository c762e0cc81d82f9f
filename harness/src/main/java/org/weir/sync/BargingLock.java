package org.weir.sync;

import org.weir.memory.SharedBlock;

import java.io.Serial;

/** A lock that whoever comes by when it is free may take: an {@link OwnedWord}, at the beginning of its block. */
abstract sealed class BargingLock extends RobustLock permits ProcessLock, ReentrantProcessLock {

    @Serial
    private static final long serialVersionUID = 1;

    final transient OwnedWord words = OwnedWord.ofCurrentRealm();

    BargingLock(SharedBlock block) {
        super(block);
    }

    @Override
    void makeConsistent() {
        words.makeConsistent(block.address());
    }

    @Override
    boolean isConsistent() {
        return OwnedWord.isConsistent(block.address());
    }

    @Override
    public boolean isLocked() {
        return OwnedWord.isTaken(block.address());
    }

    @Override
    public boolean isHeldByCurrentThread() {
        return words.isHeld(block.address());
    }
}
