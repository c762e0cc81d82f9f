package org.weir.examples;

import org.weir.channel.Codec;
import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers, texts, maps and records arrive at the other end as equal objects, and as others: copies. Seed 004,
 * pipesample.py. The absence that ends it is an empty {@link Optional}.
 *
 * <pre>
 * parent:Send:42
 * parent:Send:some string
 * parent:Send:{one=1}
 * parent:Send:Custom[name=x]
 * parent:Send:Optional.empty
 * Child:Receive:42
 * Child:Receive:some string
 * Child:Receive:{one=1}
 * Child:Receive:Custom[name=x]
 * </pre>
 */
final class AnythingThroughAPipe {
    private AnythingThroughAPipe() {}

    /** A class of one's own, which the codec has to be told of. */
    public record Custom(String name) {}

    private static void work(Connection connection) throws IOException {
        for (Object item = connection.recv(); !item.equals(Optional.empty()); item = connection.recv()) {
            System.out.println("Child:Receive:" + item);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        Codec codec = Codec.allowing("org.weir.examples");
        try (Pipe pipe = Pipe.create(codec, Pipe.RING_BYTES)) {
            JvmProcess child = JvmProcess.of(AnythingThroughAPipe::work, pipe.second());
            List<Object> items = List.of(42, "some string", Map.of("one", 1), new Custom("x"), Optional.empty());
            for (Object item : items) {
                System.out.println("parent:Send:" + item);
                pipe.first().send(item);
            }
            child.start();
            child.join();
        }
    }
}
