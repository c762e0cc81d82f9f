package org.weir.channel;

import java.util.zip.CRC32C;

/** What tells whether a frame has arrived as it was sent: a CRC-32C of its length, four bytes, and its content. */
final class FrameChecksum {

    private FrameChecksum() {}

    static int of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(length >>> 24);
        crc.update(length >>> 16);
        crc.update(length >>> 8);
        crc.update(length);
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
