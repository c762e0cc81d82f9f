package org.weir.process;

import java.io.IOException;
import java.time.Duration;

/** The role of a child that is a {@link JvmProcess}. */
public final class ProcessRole implements ChildRole {

    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /** Called by the launcher. */
    public ProcessRole() {}

    @Override
    public void run(ChildContext context) throws IOException {
        StartOrder order = StartOrder.decode(context.receive());
        order.properties().forEach(System::setProperty);
        ProcessNode node = ProcessNode.become(order, context);
        context.realm().members().setName(order.name());
        Thread.currentThread().setName(order.name());
        int code = 0;
        try {
            JvmProcess process = (JvmProcess) TargetCodec.decodeTarget(order.target());
            process.becomeThisOne(node);
            process.run();
        } catch (Throwable thrown) {
            System.err.println("Exception in " + node.self() + ":");
            thrown.printStackTrace();
            code = 1;
        }
        awaitThreads();
        if (code != 0) {
            System.out.flush();
            System.err.flush();
            context.exit(code);
        }
    }

    /** As the end of {@code main} does, waits for the threads of the target that are not daemons. */
    static void awaitThreads() {
        ThreadGroup root = Thread.currentThread().getThreadGroup();
        boolean found = true;
        while (found) {
            Thread[] threads = new Thread[root.activeCount() + 64];
            int count = root.enumerate(threads);
            found = false;
            for (int i = 0; i < count; i++) {
                if (threads[i] != Thread.currentThread() && !threads[i].isDaemon()) {
                    found = true;
                    awaitEnd(threads[i]);
                }
            }
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            boolean _ = thread.join(LOOK_AGAIN);
        } catch (InterruptedException _) {
            // The threads are looked at again.
        }
    }
}
