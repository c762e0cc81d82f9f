/**
 * Runs scenarios: the plan, the worker JVMs, the sampling loops, the watchdog, faults and the time budget.
 *
 * <p>
 * May use every package but {@code org.weir.junit} and {@code org.weir.cli}.
 */
@NullMarked
package org.weir.engine;

import org.jspecify.annotations.NullMarked;
