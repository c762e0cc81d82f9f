package org.weir.examples;

import org.weir.channel.Connection;
import org.weir.channel.Pipe;
import org.weir.process.JvmProcess;

import java.io.IOException;
import java.util.List;

/**
 * Two processes at the ends of a pipe. Seed 000. The lines of the two come in any order that keeps that of each.
 *
 * <pre>
 * Sent the message: hello
 * Sent the message: hey
 * Sent the message: hru?
 * Received the message: hello
 * Sent the message: END
 * Received the message: hey
 * Received the message: hru?
 * </pre>
 */
final class PipeOfMessages {
    private PipeOfMessages() {}

    private static void sender(Connection connection, List<String> messages) throws IOException {
        try (connection) {
            for (String message : messages) {
                connection.send(message);
                System.out.println("Sent the message: " + message);
            }
        }
    }

    private static void receiver(Connection connection) throws IOException {
        for (Object message = connection.recv(); !message.equals("END"); message = connection.recv()) {
            System.out.println("Received the message: " + message);
        }
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        try (Pipe pipe = Pipe.create()) {
            JvmProcess p1 = JvmProcess.of(PipeOfMessages::sender, pipe.first(), List.of("hello", "hey", "hru?", "END"));
            JvmProcess p2 = JvmProcess.of(PipeOfMessages::receiver, pipe.second());
            p1.start();
            p2.start();
            p1.join();
            p2.join();
        }
    }
}
