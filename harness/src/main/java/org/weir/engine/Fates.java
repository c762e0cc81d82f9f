package org.weir.engine;

import java.util.List;

/** Puts together the id of a sample in which not every actor returned. */
final class Fates {
    private Fates() {}

    /**
     * The fates, joined by {@code " & "}, and the result id after {@code ": "} if there is a result.
     *
     * @param fates at least one
     * @param resultId empty if there is no result
     */
    static String join(List<String> fates, String resultId) {
        String all = String.join(" & ", fates);
        return resultId.isEmpty() ? all : all + ": " + resultId;
    }
}
