package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Items that are too large for their ring, and their files. */
class LargeItemsTest {

    private static final int RING = 256;

    private final RingQueue<byte[]> queue = RingQueue.create(Codec.standard(), RING, Integer.MAX_VALUE);
    private final List<Path> before;

    LargeItemsTest() throws IOException {
        before = LargeItems.files();
    }

    private Path onlyFile() throws IOException {
        List<Path> files = new ArrayList<>(LargeItems.files());
        files.removeAll(before);
        assertEquals(1, files.size());
        return files.getFirst();
    }

    @Test
    void shouldLookAtItemsWhileTheyAreTaken() {
        CompletableFuture<Void> passed = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 3000; i++) {
                assertTrue(queue.offer(new byte[5000]));
                assertTrue(queue.offer(new byte[6000]));
                assertEquals(5000, queue.remove().length);
                assertEquals(6000, queue.remove().length);
            }
        });
        while (!passed.isDone()) {
            byte[] first = queue.peek();
            assertTrue(first == null || first.length >= 5000);
            assertTrue(queue.toArray().length <= 2);
        }
        passed.join();
    }

    @Test
    void shouldKeepAnItemThatCannotBeReadNow() throws Exception {
        byte[] item = {1, 2, 3};
        queue.put(new byte[RING]);
        queue.put(item);
        Path file = onlyFile();
        Path aside = Files.move(file, file.resolveSibling("aside"));
        Files.createDirectory(file);

        assertThrows(UncheckedIOException.class, queue::take);
        assertThrows(UncheckedIOException.class, queue::peek);
        assertEquals(2, queue.size());

        Files.delete(file);
        Files.move(aside, file);
        try (Delivery<byte[]> delivery = queue.receive()) {
            assertEquals(RING, delivery.item().length);
            assertEquals(false, delivery.isRedelivered());
            delivery.ack();
        }
        assertArrayEquals(item, queue.take());
        assertEquals(before, LargeItems.files());
    }

    @Test
    void shouldLoseAnItemWhoseFileIsGoneAndSaySo() throws Exception {
        byte[] item = {1, 2, 3};
        queue.put(new byte[RING]);
        queue.put(item);
        Files.delete(onlyFile());

        assertInstanceOf(FileNotFoundException.class,
                assertThrows(UncheckedIOException.class, queue::peek).getCause());
        assertInstanceOf(FileNotFoundException.class,
                assertThrows(UncheckedIOException.class, queue::take).getCause());
        assertArrayEquals(item, queue.take());
    }

    @Test
    void shouldDeleteFilesWithTheMemoryThatNamesThem() throws Exception {
        Codec codec = Codec.allowing("org.weir");
        queue.put(new byte[RING]);
        queue.put(new byte[RING]);
        queue.put(new byte[RING]);
        queue.put(new byte[1]);
        RingQueue<?> copy = assertInstanceOf(RingQueue.class, codec.decode(codec.encode(queue)));
        Delivery<byte[]> received = queue.receive();
        assertEquals(RING, received.item().length);
        queue.remove();
        queue.close();
        copy.close();

        assertThrows(IllegalStateException.class, copy::free, "it has not created it");
        assertEquals(before.size() + 2, LargeItems.files().size());
        queue.free();

        assertEquals(before, LargeItems.files());
        assertThrows(IllegalStateException.class, queue::free, "it was freed");
    }
}
