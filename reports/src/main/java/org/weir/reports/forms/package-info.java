/** The page in other forms. */
@NullMarked
package org.weir.reports.forms;

import org.jspecify.annotations.NullMarked;
