package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.weir.memory.Words;

import java.util.List;

/** A ring whose counts are those of one that has been used for a long time. */
class MessageRingTest {

    private static final byte[] ITEM = {1, 2, 3};

    private final RingMemory memory = RingMemory.allocate("MessageRing", 4096);

    @AfterEach
    void free() {
        memory.block().free();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -2, -1})
    void shouldBeEmptyToANewConsumerHoweverManyItemsHavePassed(int count) {
        usedFor(count);
        MessageRing ring = new MessageRing(memory, Integer.MAX_VALUE);

        assertTrue(ring.claim().isEmpty());
        assertEquals(List.of(), ring.claim(10));
        assertEquals(0, ring.size());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 5, Integer.MAX_VALUE, Integer.MIN_VALUE, Integer.MIN_VALUE + 1, -2, -1})
    void shouldHandEachItemOnOnceHoweverManyHavePassed(int count) {
        usedFor(count);
        MessageRing old = new MessageRing(memory, Integer.MAX_VALUE);
        for (int round = 0; round < 5; round++) {
            MessageRing young = new MessageRing(memory, Integer.MAX_VALUE);
            for (int i = 0; i < 3; i++) {
                assertTrue(old.offer(ITEM, 0, ITEM.length));
            }
            for (MessageRing ring : List.of(young, old, young)) {
                MessageRing.Claim claim = ring.claim().orElseThrow();
                assertArrayEquals(ITEM, ring.content(claim));
                ring.acknowledge(claim);
            }
            assertTrue(old.claim().isEmpty());
            assertTrue(young.claim().isEmpty());
        }
    }

    private void usedFor(int count) {
        long word = RingMemory.pack(17, count);
        long base = memory.block().address();
        Words.setLong(base + RingMemory.TAIL, word);
        Words.setLong(base + RingMemory.HEAD, word);
        Words.setLong(base + RingMemory.SEEN_TAIL, word);
        Words.setInt(base + RingMemory.FREE, 17);
    }
}
