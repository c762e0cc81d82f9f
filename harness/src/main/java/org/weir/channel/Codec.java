package org.weir.channel;

import org.weir.channel.Encoder.Frame;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Objects;

/**
 * Objects to bytes and back, under an allow-list.
 *
 * <p>Boxed primitives, strings, arrays of primitives, byte buffers (the bytes between position and limit; a direct one
 * stays direct), enum constants, records, {@link java.util.Optional} and the usual lists, sets and maps of such have a
 * compact binary form. Everything else that is {@link Serializable} travels by Java serialization behind an
 * {@link java.io.ObjectInputFilter}. What has neither form is refused with an {@link UnsendableException}.
 *
 * <p><b>Fidelity.</b> What comes back {@code equals} what went in. An {@code ArrayList}, {@code HashMap}, ... comes back
 * as one; a list, set or map that cannot be modified comes back as such; collections may hold null. A record is made by
 * its canonical constructor, and need not be {@code Serializable}. An object that is reached twice comes back as two,
 * and one that holds itself is nested too deeply: references are kept only within what Java serialization carries.
 *
 * <p><b>Trust.</b> Before a class is loaded for a frame its name must be on the allow-list: classes of the JDK that hold
 * values, exceptions of the JDK, Weir's handles, and what the user named. The name of a package stands for those below
 * it too. The sender asks the same list, so that a forgotten name is an error in the sender. No frame, however it was
 * made, makes {@link #decode} hang, allocate much more than its own length, or instantiate a class that is not allowed;
 * it costs a {@link CodecException}. Nested deeper than {@value #MAX_DEPTH}, an object is refused on both sides. A set
 * or map is refused by the receiver if so many of its keys share a hash code that comparing them would take longer than
 * in proportion to the frame. Keys of which about a hundred share one pass, however many there are, and a thousand of one
 * hash code if they are short.
 *
 * <p>Two things may take longer all the same: what constructors, {@code equals} and {@code hashCode} of classes that the
 * user named do, and hash sets and maps within what travels by Java serialization. Those the JDK fills; if someone made
 * their keys collide, the time grows with the square of how many there are. From who is not trusted that far, accept
 * short messages only ({@link ConnectionOptions#withMaxMessage}).
 *
 * <p>Immutable, and safe for use by several threads. Both sides need the same version of Weir and of the records.
 */
public final class Codec implements Serializable {

    /** Names what {@link #standard()} allows, separated by commas. */
    public static final String ALLOW_PROPERTY = "weir.codec.allow";

    /** How deeply objects may be nested. */
    public static final int MAX_DEPTH = 64;

    @Serial
    private static final long serialVersionUID = 1L;

    private final AllowList allowed;

    private Codec(AllowList allowed) {
        this.allowed = allowed;
    }

    /**
     * Allows values of the JDK, Weir's handles, and the packages and classes that the system property
     * {@value #ALLOW_PROPERTY} names.
     */
    public static Codec standard() {
        String[] names = System.getProperty(ALLOW_PROPERTY, "").split("[\\s,]+");
        return new Codec(AllowList.empty())
                .and(Arrays.stream(names).filter(name -> !name.isEmpty()).toArray(String[]::new));
    }

    /**
     * Allows what {@link #standard()} does and the named packages and classes.
     *
     * @param names as in an import, without a star; a package stands for those below it too, a class for those in it
     * @throws IllegalArgumentException if a name is none, or so wide ({@code "java"}, {@code "com"}) that it would defeat
     *         the list
     */
    public static Codec allowing(String... names) {
        return standard().and(names);
    }

    /** Allows what {@link #standard()} does and the packages of these classes. */
    public static Codec allowingPackagesOf(Class<?>... classes) {
        return standard().and(Arrays.stream(classes)
                .map(type -> type.getPackageName().isEmpty() ? type.getName() : type.getPackageName())
                .toArray(String[]::new));
    }

    /** Allows what this one does and more. */
    public Codec and(String... names) {
        return new Codec(allowed.and(names));
    }

    /**
     * The bytes that stand for {@code value}.
     *
     * @throws UnsendableException if it, or something in it, cannot be sent
     */
    public byte[] encode(Object value) {
        Frame frame = new Frame(Integer.MAX_VALUE - 8);
        encode(value, frame);
        return Arrays.copyOf(frame.bytes(), frame.length());
    }

    /** Replaces the content of {@code frame}. */
    void encode(Object value, Frame frame) {
        Objects.requireNonNull(value, "null cannot be sent by itself; send Optional.empty()");
        frame.clear();
        new Encoder(allowed, frame).write(value, 0);
    }

    /**
     * The object that {@code frame} stands for.
     *
     * @throws CodecException if the frame is not one whole object, or holds a class that is not allowed
     */
    public Object decode(byte[] frame) throws CodecException {
        return decode(frame, 0, frame.length);
    }

    /** As {@link #decode(byte[])}, of the {@code length} bytes at {@code offset}. */
    public Object decode(byte[] bytes, int offset, int length) throws CodecException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Decoder(allowed, bytes, offset, length).readWhole();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Codec that && allowed.equals(that.allowed);
    }

    @Override
    public int hashCode() {
        return allowed.hashCode();
    }

    @Override
    public String toString() {
        return "Codec" + allowed;
    }
}
