/**
 * The programs of the seed documents, one a file: small mains that print what the documents print. They use the public
 * API of {@code org.weir.process}, {@code channel}, {@code sync}, {@code memory} and {@code manager} only.
 */
@NullMarked
package org.weir.examples;

import org.jspecify.annotations.NullMarked;
