/**
 * What the scenarios about processes are made of: programs of their own beside the workers of the engine, which live on from
 * one sample to the next.
 */
@NullMarked
package org.weir.stress.program;

import org.jspecify.annotations.NullMarked;
