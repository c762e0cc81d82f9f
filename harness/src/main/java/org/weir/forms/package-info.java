/**
 * Results in forms that other programs and places show: JUnit XML, a markdown summary, a badge, plain text. The page is
 * made elsewhere, by whoever implements {@link org.weir.results.ReportRenderer}.
 *
 * <p>
 * May use results and outcome.
 */
@NullMarked
package org.weir.forms;

import org.jspecify.annotations.NullMarked;
