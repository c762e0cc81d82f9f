/**
 * Scenarios that are run over the sizes of a message: where on the axis does the kernel stop to keep messages whole?
 */
@NullMarked
package org.weir.stress.sweep;

import org.jspecify.annotations.NullMarked;
