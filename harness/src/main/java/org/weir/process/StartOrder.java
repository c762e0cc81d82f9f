package org.weir.process;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * All that a child is told when it starts. Its form on the wire is written out by hand, because to deserialize a record
 * takes a JVM that has just begun some 15 ms.
 *
 * @param identity the path of numbers from the top-level process, such as 1, 2 for {@code Process-1:2}
 * @param name what it is called
 * @param daemon whether it is ended with its parent
 * @param method how it really was started
 * @param defaultMethod what it starts its own children by, unless told otherwise
 * @param parent the name of its parent
 * @param parentPid the process id of its parent
 * @param authKey the secret of the tree of processes
 * @param logLevel the level of its log, by name; empty if it writes none
 * @param properties system properties to set
 * @param target the serialized {@link JvmProcess}
 */
@SuppressWarnings("ArrayRecordComponent") // sent once, never compared
record StartOrder(List<Integer> identity, String name, boolean daemon, StartMethod method, StartMethod defaultMethod,
        String parent, long parentPid, byte[] authKey, String logLevel, Map<String, String> properties,
        byte[] target) {

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(target.length + 4096);
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(identity.size());
            for (int number : identity) {
                out.writeInt(number);
            }
            write(out, name);
            out.writeBoolean(daemon);
            write(out, method.name());
            write(out, defaultMethod.name());
            write(out, parent);
            out.writeLong(parentPid);
            write(out, authKey);
            write(out, logLevel);
            out.writeInt(properties.size());
            for (Map.Entry<String, String> property : properties.entrySet()) {
                write(out, property.getKey());
                write(out, property.getValue());
            }
            write(out, target);
        } catch (IOException e) {
            throw new AssertionError("An array takes all bytes", e);
        }
        return bytes.toByteArray();
    }

    static StartOrder decode(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<Integer> identity = new ArrayList<>();
            for (int left = in.readInt(); left > 0; left--) {
                identity.add(in.readInt());
            }
            String name = string(in);
            boolean daemon = in.readBoolean();
            StartMethod method = StartMethod.valueOf(string(in));
            StartMethod defaultMethod = StartMethod.valueOf(string(in));
            String parent = string(in);
            long parentPid = in.readLong();
            byte[] authKey = array(in);
            String logLevel = string(in);
            Map<String, String> properties = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                properties.put(string(in), string(in));
            }
            return new StartOrder(identity, name, daemon, method, defaultMethod, parent, parentPid, authKey, logLevel,
                    properties, array(in));
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        write(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(DataOutputStream out, byte[] array) throws IOException {
        out.writeInt(array.length);
        out.write(array);
    }

    private static String string(DataInputStream in) throws IOException {
        return new String(array(in), StandardCharsets.UTF_8);
    }

    private static byte[] array(DataInputStream in) throws IOException {
        return in.readNBytes(in.readInt());
    }
}
