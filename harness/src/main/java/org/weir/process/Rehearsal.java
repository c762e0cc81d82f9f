package org.weir.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a child does between its hello and the first line of its target, done once without effect: so that a standby has
 * the classes and call sites ready, and a cache holds them.
 */
final class Rehearsal {

    private Rehearsal() {}

    static void run() throws IOException {
        Map<String, List<Integer>> map = Map.of("a", List.of(1, 2));
        StartOrder sent = new StartOrder(List.of(1), "rehearsal", false, StartMethod.WARM, StartMethod.SPAWN, "parent",
                1, new byte[32], "", Map.of("weir.rehearsed", "true"), new byte[0]);
        StartOrder received = StartOrder.decode(sent.encode());
        received.properties().forEach(System::setProperty);
        System.clearProperty("weir.rehearsed");
        ProcessNode node = ProcessNode.ordered(received, Optional.empty());
        byte[] target = TargetCodec.encode(new JvmProcess(Optional.of(target(map)), node), "target");
        try {
            JvmProcess process = (JvmProcess) TargetCodec.decodeTarget(target);
            process.becomeThisOne(node);
            process.run();
        } catch (Exception e) {
            throw new IOException("The rehearsed target failed: " + e, e);
        }
        node.close();
        ProcessRole.awaitThreads();
        Thread.currentThread().setName(Thread.currentThread().getName());
    }

    private static JvmProcess.Target target(Map<String, List<Integer>> map) {
        JvmProcess.Target2<Map<String, List<Integer>>, String> body = Rehearsal::check;
        return () -> body.run(map, "text");
    }

    private static void check(Map<String, List<Integer>> map, String text) {
        if (map.isEmpty() || text.isEmpty()) {
            throw new IllegalStateException("Nothing arrived.");
        }
    }
}
