/** How many samples, and how many rare ones, Weir takes in a second between processes, beside jcstress between threads. */
@NullMarked
package org.weir.stress.bench;

import org.jspecify.annotations.NullMarked;
