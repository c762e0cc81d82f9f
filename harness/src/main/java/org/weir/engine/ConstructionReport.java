package org.weir.engine;

import org.weir.memory.Creation;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a worker found when it constructed the state: enough to tell whether two workers constructed the same.
 *
 * @param cells the shared objects, in order of creation
 * @param paths for each, the field path at which it hangs; empty if none
 * @param used bytes that they take
 * @param imageHash hash of those bytes as the constructor left them
 * @param configuration {@code path=value} of every plain value in a final field
 * @param memory whether the state is of memory kind
 * @param reason what decided so
 * @param fixed whether an object holds on to addresses of shared memory
 */
record ConstructionReport(List<Creation> cells, List<String> paths, long used, long imageHash,
        List<String> configuration, boolean memory, String reason, boolean fixed) {

    /** The hash of an image: FNV-1a. */
    static long hash(byte[] image) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : image) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return hash;
    }

    /**
     * The first thing in which another worker's construction differs from this one, in words for the author.
     *
     * @param mine the name of the actor whose report this is
     * @param other the other report
     * @param others the name of its actor
     */
    Optional<String> differenceFrom(String mine, ConstructionReport other, String others) {
        for (int i = 0; i < Math.max(cells.size(), other.cells.size()); i++) {
            String here = describe(i);
            String there = other.describe(i);
            if (!here.equals(there)) {
                return Optional.of("creation " + i + " is " + here + " in the JVM of " + mine + " and " + there
                        + " in that of " + others);
            }
        }
        for (int i = 0; i < Math.max(configuration.size(), other.configuration.size()); i++) {
            String here = i < configuration.size() ? configuration.get(i) : "nothing";
            String there = i < other.configuration.size() ? other.configuration.get(i) : "nothing";
            if (!here.equals(there) && memory && other.memory) {
                return Optional.of("a final field is " + here + " in the JVM of " + mine + " and " + there
                        + " in that of " + others);
            }
        }
        if (imageHash != other.imageHash) {
            return Optional.of("the constructor left other initial values in the JVM of " + mine + " than in that of "
                    + others);
        }
        return Optional.empty();
    }

    private String describe(int index) {
        if (index >= cells.size()) {
            return "missing";
        }
        Creation cell = cells.get(index);
        String where = cell.name().isEmpty() ? paths.get(index) : '"' + cell.name() + '"';
        return "a " + cell.kind() + " of " + cell.size() + " bytes at " + (where.isEmpty() ? "no field" : where);
    }

    /** The first shared object that neither hangs at a field nor has a name, in words for the author. */
    Optional<String> homeless() {
        for (int i = 0; i < cells.size(); i++) {
            if (cells.get(i).name().isEmpty() && paths.get(i).isEmpty()) {
                return Optional.of("creation " + i + ", a " + cells.get(i).kind() + ", is not reached through the"
                        + " fields of the state, so nothing tells that it is the same object in every JVM: keep it in"
                        + " a field or an array, or give it a name, " + cells.get(i).kind() + ".create(\"name\")");
            }
        }
        return Optional.empty();
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(cells.size());
            for (int i = 0; i < cells.size(); i++) {
                Creation cell = cells.get(i);
                out.writeInt(cell.ordinal());
                out.writeUTF(cell.kind());
                out.writeUTF(cell.name());
                out.writeLong(cell.offset());
                out.writeLong(cell.size());
                out.writeLong(cell.alignment());
                out.writeBoolean(cell.isFreelyPlaced());
                out.writeUTF(paths.get(i));
            }
            out.writeLong(used);
            out.writeLong(imageHash);
            out.writeInt(configuration.size());
            for (String value : configuration) {
                out.writeUTF(value);
            }
            out.writeBoolean(memory);
            out.writeUTF(reason);
            out.writeBoolean(fixed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    static ConstructionReport decode(byte[] bytes) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
        List<Creation> cells = new ArrayList<>();
        List<String> paths = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            cells.add(new Creation(in.readInt(), in.readUTF(), in.readUTF(), in.readLong(), in.readLong(),
                    in.readLong(), in.readBoolean()));
            paths.add(in.readUTF());
        }
        long used = in.readLong();
        long hash = in.readLong();
        List<String> configuration = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            configuration.add(in.readUTF());
        }
        return new ConstructionReport(cells, paths, used, hash, configuration, in.readBoolean(), in.readUTF(),
                in.readBoolean());
    }
}
