package org.weir.scenario;

import java.util.Objects;

/**
 * One mistake of a scenario class.
 *
 * @param code its kind
 * @param place the class or the member that has it, such as {@code UnlockedCounter.first}
 * @param wrong what is wrong, one sentence without a full stop
 * @param remedy what to do about it, likewise
 */
public record Problem(ProblemCode code, String place, String wrong, String remedy) {
    /** Checks that nothing is null. */
    public Problem {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(place, "place");
        Objects.requireNonNull(wrong, "wrong");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** All of it in one line: {@code place: wrong: remedy [code]}. */
    @Override
    public String toString() {
        return place + ": " + wrong + ": " + remedy + " [" + code.id() + "]";
    }
}
