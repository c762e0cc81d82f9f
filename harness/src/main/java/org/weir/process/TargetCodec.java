package org.weir.process;

import org.weir.channel.EndsOnTheirWay;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InvalidClassException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;

/**
 * Objects from this process to its children and back, by Java serialization. A child trusts its parent, which gave it
 * its class path: there is no filter.
 */
final class TargetCodec {

    private TargetCodec() {}

    /** The stream to a child that is being started; the only one that takes a {@link JvmProcess}, and only that one. */
    private static final class StartStream extends ObjectOutputStream {
        private final Object root;
        private final EndsOnTheirWay ends;

        StartStream(OutputStream out, Object root, EndsOnTheirWay ends) throws IOException {
            super(out);
            this.root = root;
            this.ends = ends;
            boolean _ = enableReplaceObject(true);
        }

        @Override
        protected Object replaceObject(Object written) {
            ends.note(written);
            return written;
        }
    }

    /** Finds classes by the loader of the thread, which is the one that runs the user's code, and then by Weir's. */
    private static final class ContextStream extends ObjectInputStream {

        ContextStream(InputStream in) throws IOException {
            super(in);
        }

        @Override
        protected Class<?> resolveClass(ObjectStreamClass description) throws IOException, ClassNotFoundException {
            try {
                return Class.forName(description.getName(), false, Thread.currentThread().getContextClassLoader());
            } catch (ClassNotFoundException _) {
                return super.resolveClass(description);
            }
        }
    }

    /**
     * Serializes {@code object}.
     *
     * @param what it is to the user, for the message
     * @throws UnserializableTargetException if it, or something in it, cannot be
     */
    static byte[] encode(Object object, String what) {
        return encode(object, what, new EndsOnTheirWay());
    }

    /**
     * As {@link #encode(Object, String)}.
     *
     * @param ends takes note of the ends of pipes that go along; they are taken back if something cannot be serialized
     */
    static byte[] encode(Object object, String what, EndsOnTheirWay ends) {
        boolean done = false;
        try {
            byte[] bytes = serialized(object, what, ends);
            done = true;
            return bytes;
        } finally {
            if (!done) {
                ends.recall();
            }
        }
    }

    private static byte[] serialized(Object object, String what, EndsOnTheirWay ends) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
        try (ObjectOutputStream out = new StartStream(bytes, object, ends)) {
            out.writeObject(object);
        } catch (NotSerializableException e) {
            throw new UnserializableTargetException(explain(what, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new UnserializableTargetException("The " + what + " cannot be sent to another JVM: " + e, e);
        }
        return bytes.toByteArray();
    }

    /**
     * Writes the fields of {@code process}.
     *
     * @param out what is just writing it
     * @throws NotSerializableException unless that is the stream of its start
     */
    static void writeFields(JvmProcess process, ObjectOutputStream out) throws IOException {
        if (!(out instanceof StartStream stream && stream.root == process)) {
            throw new NotSerializableException(process.getClass().getName()
                    + " (a process object is of use only to the process that made it, so that it)");
        }
        out.defaultWriteObject();
    }

    static String explain(String what, String offender) {
        String message = "The " + what + " cannot be sent to another JVM: " + offender + " is not Serializable.";
        int lambda = offender.indexOf("$$Lambda");
        if (lambda >= 0) {
            return message + " It is a lambda, written in " + offender.substring(0, lambda) + ". A lambda can be sent"
                    + " if its type is: pass it where a JvmProcess.Target, a Pool.Task or a Pool.Mapper is"
                    + " expected, or cast it: (Runnable & Serializable) () -> ...; so can a method reference.";
        }
        return message + " A lambda takes along each local variable that it uses, and 'this' if it uses a field or a"
                + " method of its object: copy the value into a local variable of a serializable type, make the method"
                + " static, or let the class implement java.io.Serializable.";
    }

    /** The object of these bytes. */
    static Object decode(byte[] bytes) throws IOException, ClassNotFoundException {
        try (ObjectInputStream in = new ContextStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        }
    }

    /** The target of a child. What goes wrong is said in terms of class paths. */
    static Object decodeTarget(byte[] bytes) throws IOException {
        try {
            return decode(bytes);
        } catch (ClassNotFoundException | NoClassDefFoundError e) {
            throw (IOException) new InvalidObjectException("The target needs the class "
                    + String.valueOf(e.getMessage())
                            .replace('/', '.')
                    + ", which is not on the class path of this child: " + System.getProperty(
                            "java.class.path"))
                    .initCause(e);
        } catch (InvalidClassException e) {
            throw (IOException) new InvalidObjectException("The target's class here is another version than that of the"
                    + " parent: " + e.getMessage()).initCause(e);
        }
    }
}
