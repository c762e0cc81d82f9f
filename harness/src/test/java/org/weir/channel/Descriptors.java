package org.weir.channel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open. */
final class Descriptors {

    private Descriptors() {}

    /** What the descriptors lead to whose target's name contains {@code part}. */
    static List<String> of(String part) {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.map(Descriptors::target).filter(target -> target.contains(part)).toList();
        } catch (IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
