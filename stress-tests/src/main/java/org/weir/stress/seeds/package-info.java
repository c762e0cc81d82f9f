/**
 * The programs of the seed documents as scenarios: what each document prints or says is a claim, and the machine is asked
 * how often it is so.
 */
@NullMarked
package org.weir.stress.seeds;

import org.jspecify.annotations.NullMarked;
