package org.weir.channel;

import org.weir.memory.Realm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The files of items that are too large for their rings. */
final class LargeItems {

    private LargeItems() {}

    /** Those of this realm; those of other tests that left their queues full among them. */
    static List<Path> files() throws IOException {
        try (var files = Files.list(Realm.current().directory())) {
            return files.filter(file -> file.getFileName().toString().startsWith("item-")).sorted().toList();
        }
    }
}
