package org.weir.examples;

import org.weir.process.JvmProcess;

import java.io.IOException;

/**
 * A child knows its parent. Seed 002, process1.py.
 *
 * <pre>
 * main line
 *  parent process: ...
 *  process id: ...
 * function f
 *  parent process: ...
 *  process id: ...
 * hello bob
 * </pre>
 */
final class WhoIsWho {
    private WhoIsWho() {}

    private static void info(String title) {
        System.out.println(title);
        System.out.println(" parent process: " + ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L));
        System.out.println(" process id: " + JvmProcess.current().pid());
    }

    private static void greet(String name) {
        info("function f");
        System.out.println("hello " + name);
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        info("main line");
        JvmProcess p = JvmProcess.of(WhoIsWho::greet, "bob");
        p.start();
        p.join();
    }
}
