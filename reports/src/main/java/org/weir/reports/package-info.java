/**
 * Draws pages from the records of a run: all facts, tables and pictures are made here, so that a page needs neither
 * scripts nor a network.
 */
@NullMarked
package org.weir.reports;

import org.jspecify.annotations.NullMarked;
