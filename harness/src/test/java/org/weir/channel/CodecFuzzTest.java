package org.weir.channel;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.junit.jupiter.api.Test;

import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Frames with random damage: each is decoded to something or refused as malformed, soon, with little memory. */
@SuppressWarnings("JdkObsolete") // linked lists have no form of their own and so take the other way
class CodecFuzzTest {

    private static final long SEED = Long.getLong("weir.test.seed", System.nanoTime());
    private static final int ROUNDS = Integer.getInteger("weir.fuzz", 15_000);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /** Class loading and messages for a refusal, beside a few times the frame itself. */
    private static final long ALLOCATION_LIMIT = 1 << 20;

    private static final Codec CODEC = Codec.standard();

    private static List<byte[]> samples() {
        Map<String, Object> map = new HashMap<>();
        map.put("list", List.of(1, 2L, "three", 4.0, Optional.of('5')));
        map.put("array", new int[]{1, 2, 3});
        map.put("record", new CodecTest.Point(1, 2, "x"));
        CodecTest.Account account = new CodecTest.Account("owner");
        account.amounts.put("a", 1);
        return List.of(CODEC.encode(map), CODEC.encode(account),
                CODEC.encode(new LinkedList<>(List.of(1, "a", List.of(2)))),
                CODEC.encode(ByteBuffer.allocateDirect(20)), CODEC.encode(new RuntimeException("x")),
                CODEC.encode(List.of(CodecTest.Colour.GREEN, new long[5], "日本語", new byte[100])));
    }

    @Test
    void shouldSurviveRandomDamage() {
        System.out.println("weir.test.seed=" + SEED);
        List<byte[]> samples = samples();
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        assertTimeoutPreemptively(LIMIT, () -> {
            int decoded = 0;
            for (int round = 0; round < ROUNDS; round++) {
                byte[] frame = damaged(samples, new Random(SEED + round));
                long before = threads.getCurrentThreadAllocatedBytes();
                decoded += decode(frame, round) ? 1 : 0;
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                int theRound = round;
                assertTrue(allocated < ALLOCATION_LIMIT, () -> "frame " + theRound + " of seed " + SEED + " made the"
                        + " decoder allocate " + allocated + " bytes");
            }
            assertTrue(decoded > 0, "some damage is harmless");
            assertTrue(decoded < ROUNDS, "some is not");
        }, () -> "a frame of seed " + SEED + " hangs");
    }

    private static boolean decode(byte[] frame, int round) {
        try {
            CODEC.decode(frame);
            return true;
        } catch (CodecException refused) {
            return false;
        } catch (RuntimeException | Error other) {
            throw new AssertionError("frame " + round + " of seed " + SEED + ": " + Arrays.toString(frame), other);
        }
    }

    private static byte[] damaged(List<byte[]> samples, Random random) {
        byte[] frame = samples.get(random.nextInt(samples.size())).clone();
        int changes = 1 + random.nextInt(4);
        for (int i = 0; i < changes && frame.length > 0; i++) {
            int at = random.nextInt(frame.length);
            switch (random.nextInt(6)) {
                case 0 -> frame[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> frame[at] = (byte) random.nextInt();
                case 2 -> frame = Arrays.copyOf(frame, at);
                case 3 -> frame = splice(frame, at, samples.get(random.nextInt(samples.size())), random);
                case 4 -> Arrays.fill(frame, at, Math.min(frame.length, at + 4), (byte) -1);
                default -> frame[at] = (byte) random.nextInt(Tag.SERIALIZED + 2);
            }
        }
        return frame;
    }

    private static byte[] splice(byte[] frame, int at, byte[] other, Random random) {
        List<byte[]> parts = new ArrayList<>();
        parts.add(Arrays.copyOf(frame, at));
        int from = random.nextInt(other.length);
        parts.add(Arrays.copyOfRange(other, from, Math.min(other.length, from + random.nextInt(50))));
        parts.add(Arrays.copyOfRange(frame, at, frame.length));
        ByteBuffer joined = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
        parts.forEach(joined::put);
        return joined.array();
    }
}
