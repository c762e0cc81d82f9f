package org.weir.channel;

import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.os.Fifo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/** An end of {@link Pipe#raw()}: the kernel's pipe, with the frames of the original and nothing to protect them. */
final class RawConnection extends FramedConnection implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final String KIND = "Pipe.raw";

    private final transient Layout layout;
    private final transient int end;
    private final transient EndTable own;
    private final transient EndTable others;
    private final transient int ticket;
    private final transient Fifos fifos;

    /** What both ends agree about; a FIFO a direction, named for the end that writes into it, end 1 alone if simplex. */
    record Layout(SharedBlock block, String name, boolean duplex, Codec codec) implements Serializable {

        Layout {
            if (!name.matches("[A-Za-z0-9-]{1,80}") || block.size() < 2L * EndTable.BYTES) {
                throw new IllegalArgumentException("This is no handle of a raw pipe: " + name + ".");
            }
        }

        static Layout create(boolean duplex, Codec codec) throws IOException {
            SharedBlock block = SharedBlock.allocate(KIND, 2L * EndTable.BYTES);
            if (block.isInScenario()) {
                throw new IllegalStateException("A raw pipe cannot be part of a scenario's state yet; use a file of"
                        + " SharedDirectory.create() and a FIFO in it.");
            }
            Layout layout = new Layout(block, "pipe-" + UUID.randomUUID(), duplex, codec);
            Fifo.create(layout.path(1));
            if (duplex) {
                Fifo.create(layout.path(0));
            }
            return layout;
        }

        private EndTable table(int end, Members members) {
            return new EndTable(block, (long) end * EndTable.BYTES, members);
        }

        private Path path(int writer) {
            return Realm.current().directory().resolve(name + "-" + writer);
        }
    }

    /** Those that this end reads and writes. */
    private record Fifos(Optional<KernelPipe> in, Optional<KernelPipe> out) {

        static Fifos open(Layout layout, int end) throws IOException {
            Optional<KernelPipe> in = openOne(layout, 1 - end);
            boolean done = false;
            try {
                Fifos both = new Fifos(in, openOne(layout, end));
                done = true;
                return both;
            } finally {
                if (!done) {
                    in.ifPresent(KernelPipe::close);
                }
            }
        }

        private static Optional<KernelPipe> openOne(Layout layout, int writer) throws IOException {
            return writer == 1 || layout.duplex ? Optional.of(new KernelPipe(layout.path(writer))) : Optional.empty();
        }

        void close() {
            in.ifPresent(KernelPipe::close);
            out.ifPresent(KernelPipe::close);
        }
    }

    /** What travels. */
    private record Handle(Layout layout, int end, int ticket) implements Serializable, EndHandle {

        @Override
        public Runnable recall() {
            EndTable table = layout.table(end & 1, Realm.current().members());
            return () -> {
                boolean _ = table.recall(ticket);
            };
        }

        @Serial
        private Object readResolve() throws ObjectStreamException {
            try {
                return new RawConnection(layout, end & 1, Optional.of(ticket));
            } catch (IOException gone) {
                throw (ObjectStreamException) new InvalidObjectException("A pipe is gone: " + gone).initCause(gone);
            }
        }
    }

    /** A new holder of {@code end}, 0 or 1. */
    RawConnection(Layout layout, int end) throws IOException {
        this(layout, end, Optional.empty());
    }

    private RawConnection(Layout layout, int end, Optional<Integer> arrived) throws IOException {
        super(layout.codec, Pipe.MAX_MESSAGE, layout.duplex || end == 0, layout.duplex || end == 1);
        Members members = Realm.current().members();
        this.layout = layout;
        this.end = end;
        this.own = layout.table(end, members);
        this.others = layout.table(1 - end, members);
        this.fifos = Fifos.open(layout, end);
        boolean done = false;
        try {
            this.ticket = arrived.map(own::adopt).orElseGet(own::enter);
            done = true;
        } finally {
            if (!done) {
                fifos.close();
            }
        }
    }

    @Override
    boolean write(byte[] bytes, int from, int length, long deadline) throws IOException {
        if (others.isGone(false)) {
            throw gone();
        }
        return fifos.out.orElseThrow().write(bytes, from, length, deadline, inFrame -> {
            requireOpen();
            if (others.isGone(true)) {
                throw gone();
            }
        });
    }

    private static PeerGoneException gone() {
        return new PeerGoneException("Nobody holds the other end of this pipe any more.");
    }

    @Override
    byte[] read() throws IOException {
        KernelPipe pipe = fifos.in.orElseThrow();
        return pipe.read(maxMessage(), inFrame -> {
            requireOpen();
            if (others.isGone(true) && !pipe.hasBytes()) {
                throw inFrame ? new TornFrameException("The other end of the pipe is gone within a message.")
                        : new EOFException("The other end of the pipe is closed, and all its messages were received.");
            }
        });
    }

    @Override
    boolean awaitReadable(long deadline) throws IOException {
        KernelPipe pipe = fifos.in.orElseThrow();
        try {
            return pipe.awaitBytes(deadline, inFrame -> {
                requireOpen();
                if (others.isGone(true) && !pipe.hasBytes()) {
                    throw new EOFException();
                }
            });
        } catch (EOFException end) {
            return true;
        }
    }

    @Override
    void release() {
        own.leave(ticket);
        fifos.close();
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        if (isClosed()) {
            throw new NotSerializableException("a closed connection; send it before it is closed");
        }
        return new Handle(layout, end, own.dispatch());
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A connection travels as its handle.");
    }

    @Override
    public String toString() {
        return "Connection[end " + end + " of the kernel's " + layout.name + (isClosed() ? ", closed]" : "]");
    }
}
