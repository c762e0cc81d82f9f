package org.weir.process;

import org.weir.channel.Connection;
import org.weir.memory.SharedBlock;

import java.io.Serializable;

/**
 * What a worker of a pool is given.
 *
 * @param tasks its end of the connection to the pool
 * @param demands where the pool asks for tasks back
 * @param current where the number of its present task stands
 */
record PoolWorkerSetup(Connection tasks, Connection demands, SharedBlock current, Pool.Action initializer)
        implements
            Serializable {}
