package org.weir.channel;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Limits what it costs to fill the hash sets and maps of one frame.
 *
 * <p>A key is compared with all those of its hash code that are there already, unless they are of one class with an
 * order that {@link java.util.HashMap} knows. Hash codes can be made to collide at will, so the comparisons would be as
 * many as the square of the keys in the frame. Therefore each key pays for those of its hash code, whether or not it meets
 * them: its weight and theirs. A key's weight is the bytes that it took, what the keys in it have paid, since comparing
 * two sets looks up the elements of one in the other, and something for the comparison itself. What all keys of a frame
 * may pay grows with its length, so that keys of a poor hash code pass as long as not too many share one: all points of a
 * square of 3,000 by 3,000 as lists, of which about a hundred share each hash code, or a thousand small records of one.
 */
final class KeyCosts {

    /** What a frame may pay for each of its bytes, and besides. */
    private static final long PER_BYTE = 256;
    private static final long HARMLESS = 1L << 26;

    /** What one comparison costs besides the bytes of the two. */
    private static final int PER_COMPARISON = 16;

    /** Classes whose order a {@link java.util.HashMap} knows, and which are equal if they compare so. */
    private static final Set<Class<?>> ORDERED = Set.of(String.class, Boolean.class, Byte.class, Short.class,
            Character.class, Integer.class, Long.class, Float.class, Double.class);

    /** So that nobody can make hash codes that meet in the tables here. */
    private static final long SECRET = ThreadLocalRandom.current().nextLong();
    private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;
    private static final int FIRST_PLACES = 8;
    private static final int[] NO_INTS = {};
    private static final long[] NO_LONGS = {};

    private final int length;
    private final long limit;
    private long spent;

    /** For a frame of so many bytes. */
    KeyCosts(int length) {
        this.length = length;
        this.limit = HARMLESS + PER_BYTE * length;
    }

    /** Adds to what was paid that a part of the frame weighs more than it has bytes. */
    void add(long weight) {
        spent += weight;
    }

    /** What was paid so far. */
    long spent() {
        return spent;
    }

    private void pay(long price, @Nullable Object key, int others) throws MalformedFrameException {
        spent += price;
        if (spent > limit) {
            throw new MalformedFrameException("A frame of " + length + " bytes holds a set or map in which more than "
                    + others + " keys have one hash code, the last of them "
                    + (key == null ? "null" : "of " + key.getClass().getName())
                    + ", so that comparing them all would take very long: give their class a hashCode() that tells them"
                    + " apart, or send them in a list.");
        }
    }

    /** The keys of one set or map of the frame. */
    final class Keys {

        private final Collection<?> present;
        private @Nullable Class<?> only;
        private int used;
        private int[] hashes = NO_INTS;
        private int[] counts = NO_INTS;
        private long[] weights = NO_LONGS;

        /** @param present the keys that are there, as of every moment */
        Keys(Collection<?> present) {
            this.present = present;
        }

        /**
         * To be called before {@code key} is put there.
         *
         * @param bytes how many it took in the frame
         * @param paid what was paid for the keys in it
         * @throws MalformedFrameException if that would cost more than the frame may
         */
        void add(@Nullable Object key, int bytes, long paid) throws MalformedFrameException {
            if (counts.length == 0) {
                if (key != null && isOfOneOrder(key.getClass())) {
                    return;
                }
                resize(FIRST_PLACES);
                for (Object before : present) {
                    count(before, PER_COMPARISON);
                }
            }
            long weight = PER_COMPARISON + bytes + paid;
            int place = count(key, weight);
            int others = counts[place] - 1;
            if (others > 0) {
                pay(others * weight + weights[place] - weight, key, others);
            }
        }

        private boolean isOfOneOrder(Class<?> type) {
            if (only == null && present.isEmpty() && ORDERED.contains(type)) {
                only = type;
            }
            return type == only;
        }

        private int count(@Nullable Object key, long weight) {
            int hash = Objects.hashCode(key);
            if (2 * used >= counts.length) {
                resize(2 * counts.length);
            }
            int place = place(hash);
            if (counts[place] == 0) {
                used++;
                hashes[place] = hash;
            }
            counts[place]++;
            weights[place] += weight;
            return place;
        }

        /** Where the hash code is, or is to be. */
        private int place(int hash) {
            long mixed = (hash ^ SECRET) * SPREAD;
            mixed = (mixed ^ mixed >>> 32) * SPREAD;
            int last = counts.length - 1;
            int place = (int) (mixed >>> 32) & last;
            while (counts[place] != 0 && hashes[place] != hash) {
                place = place + 1 & last;
            }
            return place;
        }

        private void resize(int places) {
            int[] oldHashes = hashes;
            int[] oldCounts = counts;
            long[] oldWeights = weights;
            hashes = new int[places];
            counts = new int[places];
            weights = new long[places];
            for (int i = 0; i < oldCounts.length; i++) {
                if (oldCounts[i] != 0) {
                    int place = place(oldHashes[i]);
                    hashes[place] = oldHashes[i];
                    counts[place] = oldCounts[i];
                    weights[place] = oldWeights[i];
                }
            }
        }
    }
}
