package org.weir.reports.stats;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Numbers with how often each was seen. */
public final class Numbers {
    private final NavigableMap<Double, Long> counts;
    private final long total;

    private Numbers(NavigableMap<Double, Long> counts) {
        this.counts = counts;
        this.total = counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * A step of the cumulative distribution.
     *
     * @param value a number that was seen
     * @param share the share of samples with it or a lesser one, 0 to 1
     */
    public record Step(double value, double share) {}

    /**
     * The numbers that are the first fields of outcome ids; ids that begin with none are left out.
     *
     * @param outcomes counts by outcome id
     */
    public static Numbers ofFirstFields(Map<String, Long> outcomes) {
        NavigableMap<Double, Long> counts = new TreeMap<>();
        outcomes.forEach((id, count) -> {
            if (count > 0) {
                parse(firstField(id)).ifPresent(value -> counts.merge(value, count, Long::sum));
            }
        });
        return new Numbers(counts);
    }

    private static String firstField(String id) {
        int comma = id.indexOf(',');
        return comma < 0 ? id : id.substring(0, comma);
    }

    /** The finite number that a text is; empty if it is none. */
    public static Optional<Double> parse(String text) {
        String plain = text.strip();
        if (!plain.matches("[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?")) {
            return Optional.empty();
        }
        double value = Double.parseDouble(plain);
        return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
    }

    /** How many samples had a number. */
    public long total() {
        return total;
    }

    /** How many different numbers there are. */
    public int distinct() {
        return counts.size();
    }

    /**
     * The least number that at least this share of samples did not exceed.
     *
     * @param share above 0, at most 1
     * @throws java.util.NoSuchElementException if there are no numbers
     */
    public double quantile(double share) {
        long wanted = (long) Math.ceil(share * total);
        long sum = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            sum += entry.getValue();
            if (sum >= wanted) {
                return entry.getKey();
            }
        }
        return counts.lastKey();
    }

    /**
     * The least number.
     *
     * @throws java.util.NoSuchElementException if there are no numbers
     */
    public double least() {
        return counts.firstKey();
    }

    /**
     * The greatest number.
     *
     * @throws java.util.NoSuchElementException if there are no numbers
     */
    public double greatest() {
        return counts.lastKey();
    }

    /**
     * The cumulative distribution.
     *
     * @param most how many steps at most; of more, every so many-th is given, the last always
     */
    public List<Step> steps(int most) {
        List<Step> steps = new ArrayList<>();
        int stride = Math.max(1, (counts.size() + most - 1) / most);
        long sum = 0;
        int i = 0;
        for (Map.Entry<Double, Long> entry : counts.entrySet()) {
            sum += entry.getValue();
            i++;
            if (i % stride == 0 || i == counts.size()) {
                steps.add(new Step(entry.getKey(), (double) sum / total));
            }
        }
        return steps;
    }
}
