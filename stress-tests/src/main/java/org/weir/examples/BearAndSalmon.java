package org.weir.examples;

import org.weir.memory.ValueType;
import org.weir.process.JvmProcess;
import org.weir.sync.ProcessValue;

import java.io.IOException;
import java.time.Duration;

/**
 * A bear catches salmon, a salmon run brings them: a producer and a consumer with a counter between, and a lock around each
 * change of it. Seed 003, with shorter waits.
 *
 * <pre>
 * [MainProcess] Wait for process: Process-1
 * 	[Process-1] No Salmon yet. Let us wait again
 * 	[Process-2] One Salmon jumped upstream
 * 	[Process-1] Woohoo.. Caught a Salmon
 * ...
 * [MainProcess] Finishing the Main process
 * </pre>
 */
final class BearAndSalmon {
    private BearAndSalmon() {}

    private static void say(String what) {
        System.out.println("\t[" + JvmProcess.current().name() + "] " + what);
    }

    private static void catchSalmon(int n, ProcessValue<Integer> salmon) throws InterruptedException {
        int caught = 0;
        while (caught < n) {
            if (salmon.get() <= 0) {
                say("No Salmon yet. Let us wait again");
                Thread.sleep(Duration.ofMillis(50));
            } else {
                salmon.update(count -> count - 1);
                say("Woohoo.. Caught a Salmon");
                caught++;
            }
        }
        say("Finishing the process");
    }

    private static void jumpUpstream(int n, ProcessValue<Integer> salmon) throws InterruptedException {
        for (int i = 0; i < n; i++) {
            Thread.sleep(Duration.ofMillis(80));
            salmon.update(count -> count + 1);
            say("One Salmon jumped upstream");
        }
        say("Finishing the process");
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        ProcessValue<Integer> salmon = ProcessValue.create(ValueType.INT, 0);
        JvmProcess bear = JvmProcess.of(BearAndSalmon::catchSalmon, 3, salmon).start();
        JvmProcess run = JvmProcess.of(BearAndSalmon::jumpUpstream, 3, salmon).start();
        System.out.println("[MainProcess] Wait for process: " + bear.name());
        bear.join();
        System.out.println("[MainProcess] Wait for process: " + run.name());
        run.join();
        System.out.println("[MainProcess] Finishing the Main process");
    }
}
