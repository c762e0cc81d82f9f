/** What the page computes from counts, besides the intervals of {@link org.weir.outcome.Binomial}. */
@NullMarked
package org.weir.reports.stats;

import org.jspecify.annotations.NullMarked;
