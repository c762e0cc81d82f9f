package org.weir.results;

import java.util.List;

/**
 * What a scenario's author wrote for its readers: the claims it measures, how its configurations belong together, its
 * source.
 *
 * @param claims what documents or this layer promise, and in which outcomes the promise held
 * @param sweeps how the results of the configurations, or of this one, form a curve
 * @param comparisons the groups of scenarios that are to be shown on one axis
 * @param source the text of the scenario class; empty text if it was not found
 */
public record Study(List<Claim> claims, List<Sweep> sweeps, List<Comparison> comparisons, Source source) {
    /** Nothing was written. */
    public static final Study NONE = new Study(List.of(), List.of(), List.of(), new Source("", 0, ""));

    /** Copies the lists. */
    public Study {
        claims = List.copyOf(claims);
        sweeps = List.copyOf(sweeps);
        comparisons = List.copyOf(comparisons);
    }

    /**
     * A claim that can be counted.
     *
     * @param id its row in the catalogue, such as {@code SD09}
     * @param text what is claimed, a sentence
     * @param held the ids, or patterns of ids, of the outcomes in which it held
     * @param allowedBesides the ids or patterns of the scenario's rules that allow outcomes in which it does not hold,
     *                       {@code .*} for a default rule, whether or not any was seen; while there are any the claim is
     *                       not guaranteed
     */
    public record Claim(String id, String text, List<String> held, List<String> allowedBesides) {
        /** Copies the lists. */
        public Claim {
            held = List.copyOf(held);
            allowedBesides = List.copyOf(allowedBesides);
        }
    }

    /**
     * A curve over the values of a parameter. Its height is the rate of the outcomes {@code of} in the configuration with
     * that value, or, if {@code of} is empty, the number that is the first field of the outcome ids: its median and its
     * 5% and 95% quantiles.
     *
     * @param param name of the parameter
     * @param label what is drawn, such as "torn messages"
     * @param unit unit of the parameter, such as "bytes"; may be empty
     * @param valueUnit unit of the height if {@code of} is empty, such as "ms"; else empty
     * @param logarithmic whether the parameter's axis is logarithmic
     * @param of ids or patterns of the outcomes whose rate is drawn
     * @param marks values of the parameter that mean something
     */
    public record Sweep(String param, String label, String unit, String valueUnit, boolean logarithmic, List<String> of,
            List<Mark> marks) {
        /** Copies the lists. */
        public Sweep {
            of = List.copyOf(of);
            marks = List.copyOf(marks);
        }
    }

    /**
     * A value of a parameter that means something.
     *
     * @param at the value
     * @param label its name, such as {@code PIPE_BUF}
     */
    public record Mark(double at, String label) {}

    /**
     * A group of scenarios that are compared by a rate.
     *
     * @param group the group's name, the same in all of them, such as "lost updates"
     * @param label what this one is in the group, such as "unlocked"
     * @param of ids or patterns of the outcomes whose rate is compared
     */
    public record Comparison(String group, String label, List<String> of) {
        /** Copies the list. */
        public Comparison {
            of = List.copyOf(of);
        }
    }

    /**
     * The source of a class.
     *
     * @param file its name, with the folders of its package; empty if it was not found
     * @param line the number of the text's first line in the file, from 1; 0 if it was not found
     * @param text the lines, without the package and the imports
     */
    public record Source(String file, int line, String text) {}
}
