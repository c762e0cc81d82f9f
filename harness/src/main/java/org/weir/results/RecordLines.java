package org.weir.results;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The whole lines of a file of records, one after the other. A file or a line that is longer than any that Weir writes is
 * refused before it fills the memory.
 */
final class RecordLines implements AutoCloseable {
    /** Of one line, in bytes: a record with a thousand outcomes and all its dumps has a hundredth of that. */
    static final int LONGEST = 32 << 20;

    /** Of all whole lines, in bytes. */
    static final long MOST = 512L << 20;

    private final Path file;
    private final InputStream in;
    private byte[] line = {};
    private int number;
    private long bytes;
    private boolean cutOff;

    private RecordLines(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    static RecordLines open(Path file) throws IOException {
        return new RecordLines(file, new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /**
     * Goes to the next whole line.
     *
     * @return false if there is none; what follows the last line end is {@link #rest()} then
     * @throws ResultsFormatException if the line, or the file, is too long
     */
    boolean next() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        number++;
        for (int b = in.read(); b >= 0; b = in.read()) {
            bytes++;
            if (b == '\n') {
                line = text.toByteArray();
                return true;
            }
            text.write(b);
            if (text.size() > LONGEST) {
                throw new ResultsFormatException(file, number,
                        "longer than " + LONGEST + " bytes, which no record of Weir's is");
            }
            if (bytes > MOST) {
                throw new ResultsFormatException(file, number, "the file is longer than " + MOST
                        + " bytes, more than is read at once; split it by lines into several directories");
            }
        }
        line = text.toByteArray();
        cutOff = line.length > 0;
        return false;
    }

    /** The line, without its end. */
    byte[] line() {
        return line;
    }

    /** The line's number, from 1. */
    int number() {
        return number;
    }

    /** After the last whole line: whether something follows. */
    boolean isCutOff() {
        return cutOff;
    }

    /** After the last whole line: what follows it. */
    byte[] rest() {
        return line;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
