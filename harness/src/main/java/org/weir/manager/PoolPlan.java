package org.weir.manager;

import org.weir.process.Pool;
import org.weir.process.ProcessPool;
import org.weir.process.ProcessPoolBuilder;

import java.time.Duration;

/**
 * How a pool is to be made.
 *
 * @param workers how many; 0 for as many as the server has processors
 * @param initializer runs in each worker before its first task
 * @param maxTasksPerChild how many tasks a worker is given; 0 for any number
 * @param taskTimeout how long a task may run; zero for any time
 */
record PoolPlan(int workers, Pool.Action initializer, int maxTasksPerChild, Duration taskTimeout) {

    ProcessPoolBuilder builder() {
        ProcessPoolBuilder builder = ProcessPool.builder();
        if (workers > 0) {
            builder = builder.workers(workers);
        }
        if (maxTasksPerChild > 0) {
            builder = builder.maxTasksPerChild(maxTasksPerChild);
        }
        return taskTimeout.isZero() ? builder : builder.taskTimeout(taskTimeout);
    }
}
