package org.weir.channel;

import org.weir.memory.Members;
import org.weir.memory.Realm;
import org.weir.memory.SharedBlock;
import org.weir.memory.Words;

import java.io.IOException;
import java.io.InvalidObjectException;
import java.io.NotSerializableException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamException;
import java.io.Serial;
import java.io.Serializable;
import java.util.Optional;

/**
 * An end of a {@link Pipe}: one or two {@linkplain StreamRing rings} and two {@linkplain EndTable tables} of those who
 * hold the ends, in shared memory.
 *
 * <p>In a scenario every actor has both ends without having been sent one, so that the tables say nothing: there an end
 * is gone when somebody has closed it.
 */
final class RingConnection extends FramedConnection implements Serializable, StreamRing.Guard {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int CLOSED_ENDS = 0;
    private static final int TABLES = 64;
    private static final int RINGS = TABLES + 2 * EndTable.BYTES;

    private final transient Layout layout;
    private final transient int end;
    private final transient EndTable own;
    private final transient EndTable others;
    private final transient Optional<StreamReader> in;
    private final transient Optional<StreamWriter> out;
    private final transient int ticket;

    /** What all ends of a pipe agree about. */
    record Layout(SharedBlock block, boolean duplex, int capacity, int limit, Codec codec) implements Serializable {

        Layout {
            if (Integer.bitCount(capacity) != 1 || limit < 0 || block.size() < bytes(duplex, capacity)) {
                throw new IllegalArgumentException("A pipe of " + capacity + " bytes does not lie in " + block + ".");
            }
        }

        static long bytes(boolean duplex, int capacity) {
            return RINGS + (duplex ? 2 : 1) * StreamRing.bytes(capacity);
        }

        private EndTable table(int end, Members members) {
            return new EndTable(block, TABLES + (long) end * EndTable.BYTES, members);
        }

        /** The ring into which {@code end} writes, if it writes. Of a simplex pipe only end 1 does. */
        private Optional<StreamRing> writtenBy(int end, StreamRing.Guard guard) {
            if (end == 0 && !duplex) {
                return Optional.empty();
            }
            long offset = RINGS + (end == 0 ? StreamRing.bytes(capacity) : 0);
            return Optional.of(new StreamRing(block, offset, capacity, limit, guard));
        }

        /** Has all who sleep at the rings look again. */
        private void wake() {
            StreamRing.wake(block.address() + RINGS);
            if (duplex) {
                StreamRing.wake(block.address() + RINGS + StreamRing.bytes(capacity));
            }
        }
    }

    /** What travels. */
    private record Handle(Layout layout, int end, int ticket) implements Serializable, EndHandle {

        @Override
        public Runnable recall() {
            EndTable table = layout.table(end, Realm.current().members());
            return () -> {
                if (!layout.block().isInScenario() && table.recall(ticket)) {
                    layout.wake();
                }
            };
        }

        @Serial
        private Object readResolve() throws ObjectStreamException {
            if (end != 0 && end != 1) {
                throw new InvalidObjectException("A pipe has the ends 0 and 1; a handle names " + end + ".");
            }
            return new RingConnection(layout, end, Optional.of(ticket));
        }
    }

    /** A new holder of {@code end}, 0 or 1. */
    RingConnection(Layout layout, int end) {
        this(layout, end, Optional.empty());
    }

    private RingConnection(Layout layout, int end, Optional<Integer> arrived) {
        super(layout.codec(), layout.limit(), layout.duplex() || end == 0, layout.duplex() || end == 1);
        Members members = Realm.current().members();
        this.layout = layout;
        this.end = end;
        this.own = layout.table(end, members);
        this.others = layout.table(1 - end, members);
        this.in = layout.writtenBy(1 - end, this).map(StreamReader::new);
        this.out = layout.writtenBy(end, this).map(StreamWriter::new);
        this.ticket = layout.block().isInScenario() ? 0 : arrived.map(own::adopt).orElseGet(own::enter);
    }

    /** Where the ring lies into which this end writes. */
    long ringAddress() {
        return layout.block().address() + RINGS + (end == 0 ? StreamRing.bytes(layout.capacity()) : 0);
    }

    @Override
    public boolean isPeerGone(boolean look) {
        if (layout.block().isInScenario()) {
            int closed = Words.getIntVolatile(layout.block().address() + CLOSED_ENDS);
            return (closed & 1 << (1 - end)) != 0;
        }
        return others.isGone(look);
    }

    @Override
    boolean write(byte[] bytes, int from, int length, long deadline) throws IOException {
        return out.orElseThrow().write(bytes, from, length, deadline);
    }

    @Override
    byte[] read() throws IOException {
        return in.orElseThrow().read();
    }

    @Override
    boolean awaitReadable(long deadline) throws IOException {
        return in.orElseThrow().poll(deadline);
    }

    @Override
    void release() {
        if (layout.block().isInScenario()) {
            Words.getAndBitwiseOrInt(layout.block().address() + CLOSED_ENDS, 1 << end);
        } else {
            own.leave(ticket);
        }
        layout.wake();
    }

    /** Takes back the handles of this end that this process has sent and nobody has received. */
    void recall() {
        if (!layout.block().isInScenario()) {
            own.recall();
            layout.wake();
        }
    }

    /** Gives the memory back if nobody holds either end. */
    void free() {
        if (!layout.block().isInScenario() && !(own.isGoneForGood() && others.isGoneForGood())) {
            throw new IllegalStateException("The memory of a pipe is given back when all its connections are closed, in"
                    + " whatever process: " + this + ".");
        }
        layout.block().free();
    }

    @Serial
    private Object writeReplace() throws ObjectStreamException {
        if (isClosed()) {
            throw new NotSerializableException("a closed connection; send it before it is closed");
        }
        int onItsWay = layout.block().isInScenario() ? 0 : own.dispatch();
        return new Handle(layout, end, onItsWay);
    }

    @Serial
    private void readObject(ObjectInputStream stream) throws InvalidObjectException {
        throw new InvalidObjectException("A connection travels as its handle.");
    }

    @Override
    public String toString() {
        String role = layout.duplex() ? "duplex" : end == 0 ? "receiving" : "sending";
        return "Connection[" + role + " end of " + layout.block() + (isClosed() ? ", closed]" : "]");
    }
}
