package org.weir.engine;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What a worker has to know of one sample of a resource scenario.
 *
 * @param number the sample's number in its launch, from 0
 * @param participants how many workers construct the state, the arbiter's among them
 * @param skewNanos how long after the agreed moment this worker's actor starts
 * @param point name of the point at which this worker raises a signal against itself; empty for none
 * @param signal number of that signal
 * @param check whether to report what was constructed
 */
record SampleOrder(long number, int participants, long skewNanos, String point, int signal, boolean check) {
    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeLong(number);
            out.writeInt(participants);
            out.writeLong(skewNanos);
            out.writeUTF(point);
            out.writeInt(signal);
            out.writeBoolean(check);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static SampleOrder decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        return new SampleOrder(in.readLong(), in.readInt(), in.readLong(), in.readUTF(), in.readInt(),
                in.readBoolean());
    }
}
