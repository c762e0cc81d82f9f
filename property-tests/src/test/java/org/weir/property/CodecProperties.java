package org.weir.property;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

import org.weir.channel.ClassRefusedException;
import org.weir.channel.Codec;
import org.weir.channel.CodecException;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class CodecProperties {
    /** Allows the records of this package. */
    private static final Codec OURS = Codec.allowing(Values.class.getPackageName());
    private static final Codec STRANGER = Codec.standard();

    /** Class loading and messages for a refusal, beside a few times the frame itself. */
    private static final long LEAST_LIMIT = 2 << 20;
    private static final int TIMES = 64;

    @Property
    void whatIsEncodedIsDecoded(@ForAll("values") Object value) throws IOException {
        Object read = OURS.decode(OURS.encode(value));

        assertTrue(Values.same(value, read), () -> "came back as " + read.getClass() + " " + read);
    }

    @Property
    void whatIsDecodedIsEncodedAlike(@ForAll("values") Object value) throws IOException {
        byte[] frame = OURS.encode(value);
        Object read = OURS.decode(frame);

        assertTrue(Values.same(read, OURS.decode(OURS.encode(read))));
    }

    @Property
    void noDamagedFrameIsDangerous(@ForAll("values") Object value,
            @ForAll @Size(min = 1, max = 3) List<@From("damage") Damage> damage) throws Exception {
        byte[] frame = OURS.encode(value);
        for (Damage each : damage) {
            frame = each.of(frame);
        }
        decodeWithLittleMemory(OURS, frame);
        decodeWithLittleMemory(STRANGER, frame);
    }

    @Property
    void noBytesAreDangerous(@ForAll @Size(max = 60) byte[] bytes) throws Exception {
        decodeWithLittleMemory(OURS, bytes);
    }

    @Property
    void noFrameMakesAnObjectOfAClassThatIsNotAllowed(@ForAll("canaries") Object canary,
            @ForAll @Size(max = 2) List<@From("damage") Damage> damage) throws Exception {
        byte[] whole = OURS.encode(canary);
        int before = Canary.born();

        assertThrows(ClassRefusedException.class, () -> STRANGER.decode(whole));
        byte[] frame = whole;
        for (Damage each : damage) {
            frame = each.of(frame);
        }
        decodeWithLittleMemory(STRANGER, frame);

        assertEquals(before, Canary.born());
    }

    @Property(tries = 300)
    void aConnectionRefusesADamagedMessageAndGoesOn(@ForAll("values") Object value, @ForAll("damage") Damage damage)
            throws Exception {
        try (Pipe pipe = Pipe.create(OURS, Pipe.RING_BYTES)) {
            Connection to = pipe.first();
            Connection from = pipe.second();
            to.sendBytes(damage.of(OURS.encode(value)));
            to.send("after");
            try {
                assertTrue(from.recv() != null);
            } catch (CodecException refused) {
                assertTrue(refused.getMessage() != null);
            }
            assertEquals("after", from.recv());
        }
    }

    /** Decodes it to something, or not, soon and with little memory. */
    private static void decodeWithLittleMemory(Codec codec, byte[] frame) throws Exception {
        long limit = LEAST_LIMIT + (long) TIMES * frame.length;
        try (LocalActors other = new LocalActors(1)) {
            Object allocated = other.call(0, () -> allocatedByDecoding(codec, frame));
            assertTrue((long) allocated < limit,
                    () -> "allocated " + allocated + " bytes for " + Arrays.toString(frame));
        }
    }

    private static long allocatedByDecoding(Codec codec, byte[] frame) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Object decoded = codec.decode(frame);
            assertTrue(isOfTheJdkOrOurs(decoded), () -> "an object of " + decoded.getClass());
        } catch (CodecException refused) {
            assertTrue(refused.getMessage() != null, "a refusal says why");
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private static boolean isOfTheJdkOrOurs(Object decoded) {
        Class<?> type = decoded.getClass();
        while (type.isArray()) {
            type = type.getComponentType();
        }
        return type.isPrimitive() || type.getName().startsWith("java.") || type.getName().startsWith("org.weir.");
    }

    /** What is done to a frame. */
    sealed interface Damage {
        /** A damaged copy. */
        byte[] of(byte[] frame);
    }

    record Flip(int at, int bit) implements Damage {
        @Override
        public byte[] of(byte[] frame) {
            byte[] copy = frame.clone();
            if (copy.length > 0) {
                copy[at % copy.length] ^= (byte) (1 << bit);
            }
            return copy;
        }
    }

    record Overwrite(int at, byte with) implements Damage {
        @Override
        public byte[] of(byte[] frame) {
            byte[] copy = frame.clone();
            if (copy.length > 0) {
                copy[at % copy.length] = with;
            }
            return copy;
        }
    }

    record Truncate(int at) implements Damage {
        @Override
        public byte[] of(byte[] frame) {
            return Arrays.copyOf(frame, frame.length == 0 ? 0 : at % frame.length);
        }
    }

    record Extend(List<Byte> with) implements Damage {
        @Override
        public byte[] of(byte[] frame) {
            byte[] longer = Arrays.copyOf(frame, frame.length + with.size());
            for (int i = 0; i < with.size(); i++) {
                longer[frame.length + i] = with.get(i);
            }
            return longer;
        }
    }

    @Provide
    Arbitrary<Object> values() {
        return Values.any();
    }

    @Provide
    Arbitrary<Object> canaries() {
        Arbitrary<Object> bare = Arbitraries.of(new Canary.OfRecord(1), new Canary.OfClass("content"),
                Canary.OfEnum.ONE);
        return Arbitraries.oneOf(bare, bare.map(List::of), bare.map(Optional::of), bare.map(Canary.OfRecord::new),
                bare.map(each -> new Object[]{1, each}), bare.map(each -> new ArrayDeque<>(List.of(each))));
    }

    @Provide
    Arbitrary<Damage> damage() {
        Arbitrary<Integer> places = Arbitraries.oneOf(Arbitraries.integers().between(0, 8),
                Arbitraries.integers().between(0, 5_000));
        Arbitrary<Byte> special = Arbitraries.of((byte) -1, (byte) 0x7f, (byte) 0x80, (byte) 0);
        return Arbitraries.oneOf(
                Combinators.combine(places, Arbitraries.integers().between(0, 7)).as(Flip::new),
                Combinators.combine(places, Arbitraries.oneOf(Arbitraries.bytes(), special)).as(Overwrite::new),
                places.map(Truncate::new),
                Arbitraries.bytes().list().ofMinSize(1).ofMaxSize(20).map(Extend::new));
    }
}
