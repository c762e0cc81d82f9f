package org.weir.channel;

import org.weir.memory.Realm;

import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;

/** A message that is too large for a ring, in a file of the realm. Streams, unlike channels, survive an interrupt. */
final class FrameFile {

    /** How many bytes stand for it in the ring: hexadecimal digits. */
    static final int NAME_BYTES = 32;

    private static final String PREFIX = "item-";

    private final byte[] name;

    private FrameFile(byte[] name) {
        this.name = name;
    }

    /** Writes the first {@code length} of {@code bytes} to a file of its own. */
    static FrameFile write(byte[] bytes, int length) {
        byte[] random = new byte[NAME_BYTES / 2];
        new SecureRandom().nextBytes(random);
        FrameFile file = new FrameFile(HexFormat.of().formatHex(random).getBytes(StandardCharsets.US_ASCII));
        try (FileOutputStream out = new FileOutputStream(file.path().toFile())) {
            out.write(bytes, 0, length);
        } catch (IOException failed) {
            file.delete();
            throw new UncheckedIOException("An item of " + length + " bytes is too large for the ring, and there is no"
                    + " room for it as a file of the realm either; take items, or send it in parts.", failed);
        }
        return file;
    }

    /** @param name as the ring holds it, perhaps with other bytes behind it */
    static FrameFile named(byte[] name) {
        return new FrameFile(Arrays.copyOf(name, NAME_BYTES));
    }

    byte[] name() {
        return name;
    }

    byte[] read() {
        try (FileInputStream in = new FileInputStream(path().toFile())) {
            return in.readAllBytes();
        } catch (IOException failed) {
            throw new UncheckedIOException("The file of a large item cannot be read; the item is lost.", failed);
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path());
        } catch (IOException staysUntilTheRealmGoes) {
            // the item itself was delivered; nobody can do anything about its file now
        }
    }

    private Path path() {
        String text = new String(name, StandardCharsets.US_ASCII);
        if (!text.matches("[0-9a-f]{32}")) {
            throw new IllegalStateException("The name of a file is not one that a queue has made: something else has"
                    + " written to its memory.");
        }
        return Realm.current().directory().resolve(PREFIX + text);
    }
}
