package org.weir.reports.picture;

import java.util.List;

/**
 * A picture, ready to be shown.
 *
 * @param svg the markup, everything in it escaped; empty if there is nothing to draw
 * @param caption how to read it, in a sentence or two
 * @param legend what its signs stand for; empty if the picture says so itself
 */
public record Picture(String svg, String caption, List<Entry> legend) {
    /** No picture. */
    public static final Picture NONE = new Picture("", "", List.of());

    /**
     * A line of the legend.
     *
     * @param sign id of the sign
     * @param style the class of its colour
     * @param name what it stands for
     */
    public record Entry(String sign, String style, String name) {}

    /** Copies the list. */
    public Picture {
        legend = List.copyOf(legend);
    }

    /** What stands in place of this picture where there is no room for it: nothing if it is empty. */
    public Picture leftOut() {
        return isEmpty() ? this
                : new Picture("", "The picture is left out, so that this page stays small; the table has its figures.",
                        List.of());
    }

    /** Whether there is something to say in place of a picture. */
    public boolean isLeftOut() {
        return svg.isEmpty() && !caption.isEmpty();
    }

    /** Whether there is nothing to draw. */
    public boolean isEmpty() {
        return svg.isEmpty();
    }
}
