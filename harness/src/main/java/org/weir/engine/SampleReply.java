package org.weir.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of an actor or an arbiter in one sample of a resource scenario.
 *
 * @param values the text of every result field, in order, as this worker's result object holds them
 * @param thrown name of the class of what was thrown; empty if the method returned
 * @param trace its stack trace
 * @param imageHash hash of the shared memory after this worker's construction; 0 if it was not asked for
 */
record SampleReply(List<String> values, String thrown, String trace, long imageHash) {
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(values.size());
            for (String value : values) {
                writeText(out, value);
            }
            writeText(out, thrown);
            writeText(out, trace);
            out.writeLong(imageHash);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SampleReply decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<String> values = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            values.add(readText(in));
        }
        return new SampleReply(values, readText(in), readText(in), in.readLong());
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
