package org.weir.manager;

import org.junit.jupiter.api.extension.ExtendWith;
import org.weir.process.Pool;
import org.weir.process.PoolInterrupts;

/** Interrupts of those who use a pool in a manager. */
@ExtendWith(Fixture.class)
class ManagedPoolInterruptsTest extends PoolInterrupts {

    private final Manager manager;

    ManagedPoolInterruptsTest(Manager manager) {
        this.manager = manager;
    }

    @Override
    protected Pool open(int workers) {
        return manager.pool(workers);
    }
}
