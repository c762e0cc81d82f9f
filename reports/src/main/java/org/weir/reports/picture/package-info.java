/**
 * Pictures as SVG. Places along the horizontal axis are percentages of the picture's width, heights are pixels, so that a
 * picture fits any width without its letters shrinking. Each has a title and a description in words.
 */
@NullMarked
package org.weir.reports.picture;

import org.jspecify.annotations.NullMarked;
