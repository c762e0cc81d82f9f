package org.weir.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as scenario authors write them: a number and a unit, such as {@code 250ms}, {@code 1.5s} or {@code 2m}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?) ?(ns|us|ms|s|m|h)");
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Durations() {}

    /**
     * Reads a duration.
     *
     * @param text a decimal number that is not negative, below a thousand million, followed by {@code ns}, {@code us},
     *             {@code ms}, {@code s}, {@code m} (minutes) or {@code h}; a blank may lie between them
     * @return the duration, to the nanosecond; what is finer is cut off
     * @throws IllegalArgumentException if it is anything else; the message quotes it and shows how it is to be written
     */
    public static Duration parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" is not a duration: write a number and a unit (ns, us, ms, s, "
                            + "m for minutes, h), such as \"250ms\", \"10s\" or \"2m\"");
        }
        BigDecimal unit = BigDecimal.valueOf(switch (form.group(2)) {
            case "ns" -> 1L;
            case "us" -> 1_000L;
            case "ms" -> 1_000_000L;
            case "s" -> NANOS_PER_SECOND;
            case "m" -> 60 * NANOS_PER_SECOND;
            default -> 3_600 * NANOS_PER_SECOND;
        });
        BigDecimal[] parts = new BigDecimal(form.group(1)).multiply(unit)
                .divideAndRemainder(BigDecimal.valueOf(NANOS_PER_SECOND));
        return Duration.ofSeconds(parts[0].longValueExact(), parts[1].longValue());
    }
}
